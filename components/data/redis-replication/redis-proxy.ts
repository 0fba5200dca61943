import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { PlatformRedis } from "../../../model/cache.ts";
import { storeServices } from "../../../model/store-services.ts";
import { priorityClassName } from "../../capacity/priority.ts";
import { partLabels, selectorLabels, versionLabel, workloadLabels } from "../../labels.ts";
import { retention } from "../../protection.ts";
import { logicalName } from "../../system-context.ts";
import { disruptionBudgetSpec } from "../../workloads/disruption-budget.ts";
import type { StoreArgs } from "../store-resources.ts";
import { proxyConfigMap, proxyPart, proxyPortName, proxyReplicas, proxySpec } from "./proxy-spec.ts";

/** What a {@link RedisProxy} is made from. Its image is HAProxy's. */
export interface RedisProxyArgs extends StoreArgs {
  readonly cache: PlatformRedis;
}

/** HAProxy before a Redis with replicas, under the name that clients have of it. */
export class RedisProxy extends pulumi.ComponentResource {
  constructor(name: string, args: RedisProxyArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:data:RedisProxy", name, {}, opts);
    const { cache, context, namespace, image, needs } = args;
    const { environment, labelled } = context;
    const part = proxyPart;
    // A resource's name in the state is for good; the store that one pod is has `cache` itself.
    const named = `${part.name}-proxy`;
    const metadata = { name: part.name, namespace, labels: partLabels(labelled, part) };
    const selector = selectorLabels(labelled, part.name);
    const labels = workloadLabels(labelled, part, versionLabel(image));
    const account = new kubernetes.core.v1.ServiceAccount(
      logicalName(labelled, named, "account"),
      { metadata, automountServiceAccountToken: false },
      { parent: this },
    );
    const files = proxyConfigMap(cache);
    const configuration = new kubernetes.core.v1.ConfigMap(
      logicalName(labelled, named, "config"),
      { metadata: { ...metadata, name: files.name }, data: files.data, immutable: true },
      { parent: this, ...retention(context) },
    );
    const deployment = new kubernetes.apps.v1.Deployment(
      logicalName(labelled, named),
      {
        metadata: { ...metadata, labels },
        spec: proxySpec({
          cache,
          image: image.toString(),
          priorityClass: priorityClassName(environment.name, part.tier),
          labels,
          selector,
        }),
      },
      { parent: this, dependsOn: [account, configuration, ...needs] },
    );
    new kubernetes.core.v1.Service(
      logicalName(labelled, named, "service"),
      {
        metadata,
        spec: {
          type: "ClusterIP",
          selector,
          ports: [
            {
              name: proxyPortName,
              port: storeServices.cache.port,
              targetPort: proxyPortName,
              protocol: "TCP",
            },
          ],
        },
      },
      { parent: this, dependsOn: [deployment] },
    );
    const budget = disruptionBudgetSpec({ kind: "fixed", replicas: proxyReplicas }, selector);
    if (budget)
      new kubernetes.policy.v1.PodDisruptionBudget(
        logicalName(labelled, named, "disruption-budget"),
        { metadata, spec: budget },
        { parent: this },
      );
    this.registerOutputs({});
  }
}
