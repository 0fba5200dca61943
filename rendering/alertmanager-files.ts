import { operatorNamespaces } from "../components/cluster/operator-namespaces.ts";
import {
  alertmanagerFile,
  clusterRouting,
} from "../components/observability/alert-routing/alertmanager-file.ts";
import {
  alertDeliveryName,
  deliveryRules,
} from "../components/observability/alert-routing/delivery-alerts.ts";
import { routingExternalSecrets } from "../components/observability/alert-routing/routing-secrets.ts";
import type { Environment } from "../config/environment.ts";
import { receiverSecretNames } from "../config/receiver-problems.ts";
import { type ManifestFile, toYaml } from "./manifests.ts";

const { namespace } = operatorNamespaces.monitoring;

/**
 * What whoever runs Prometheus and Alertmanager gives to them, for a stack that names receivers: what is cluster-wide, for beside the operator's
 * objects; all of it, for a cluster without the operator; the alerts on the way to people itself; and what copies the secrets to where its pods can mount them. No file holds
 * a secret.
 */
export function alertmanagerFiles(environment: Environment): readonly ManifestFile[] {
  const { name, systems, receivers } = environment;
  if (!receivers) return [];
  const cluster = clusterRouting(receivers);
  const whole = alertmanagerFile(
    name,
    systems.map(({ system }) => system.name),
    receivers,
  );
  return [
    { path: "alertmanager/cluster-wide.yml", text: toYaml(cluster) },
    { path: "alertmanager/alertmanager.yml", text: toYaml(whole) },
    {
      path: `alertmanager/prometheusrule-${alertDeliveryName}.yaml`,
      text: toYaml({
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PrometheusRule",
        metadata: { name: alertDeliveryName, namespace },
        spec: deliveryRules(environment),
      }),
    },
    ...[...routingExternalSecrets(name, receivers, receiverSecretNames(receivers)).values()].map((spec) => ({
      path: `alertmanager/externalsecret-${spec.target.name}.yaml`,
      text: toYaml({
        apiVersion: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata: { name: spec.target.name, namespace },
        spec,
      }),
    })),
  ];
}
