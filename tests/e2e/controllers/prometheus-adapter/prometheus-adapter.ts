import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { operatorNamespaces } from "../../../../components/cluster/operator-namespaces.ts";
import { requestRateRule } from "../../../../components/cluster/request-rate-metric.ts";
import { prometheusAddress } from "../../../../components/observability/prometheus.ts";
import type { Cluster } from "../../../../toolchain/cluster/cluster.ts";
import { writeWhole } from "../../../../toolchain/steps/atomic-file.ts";
import { ApiServer } from "../../operators/api-server.ts";
import type { KubernetesObject } from "../../operators/kubernetes-object.ts";
import { controllerPrograms } from "../build-controllers.ts";
import { type RunningController, startController } from "../controller-process.ts";
import { outsideEndpoint } from "../outside-endpoint.ts";
import { type AccessRule, serviceAccountKubeconfig } from "../service-account.ts";

const NAME = "prometheus-adapter";
const MANAGER = "slipway-e2e";
const PORT = 6444;
const { namespace } = operatorNamespaces.monitoring;
const api = { group: "custom.metrics.k8s.io", version: "v1beta2" } as const;

/** Starts the custom-metrics adapter with the one rule that stacks ask of it, and with its own manifests' rights. */
export async function startPrometheusAdapter(
  cluster: Cluster,
  say: (line: string) => void,
): Promise<RunningController> {
  const started = performance.now();
  const programs = controllerPrograms(NAME);
  const kubeconfig = await serviceAccountKubeconfig(cluster, {
    name: NAME,
    namespace,
    rules: [...declaredRules(programs), ...delegationRules],
  });
  const folder = join(cluster.folder, "controllers", NAME);
  const rules = join(folder, "rules.json");
  writeWhole(rules, JSON.stringify({ rules: [requestRateRule] }));
  const host = new URL(cluster.apiServer).hostname;
  const server = await ApiServer.of(cluster.kubeconfig);
  for (const object of [
    ...outsideEndpoint({ name: NAME, namespace, address: host, port: PORT, servicePort: 443 }),
    apiService,
  ])
    await server.apply(object, { manager: MANAGER });
  const controller = await startController(cluster, {
    name: NAME,
    command: join(programs, "adapter"),
    args: [
      ...["lister", "authentication", "authorization"].map((what) => `--${what}-kubeconfig=${kubeconfig}`),
      `--config=${rules}`,
      `--prometheus-url=${prometheusAddress}`,
      "--metrics-relist-interval=15s",
      `--bind-address=${host}`,
      `--secure-port=${PORT}`,
      `--cert-dir=${folder}`,
    ],
    ready: () => isAvailable(server),
  });
  say(`the Prometheus adapter ready, ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return controller;
}

async function isAvailable(server: ApiServer): Promise<boolean> {
  const { status } = ((await server.read(apiService)) ?? {}) as {
    status?: { conditions?: readonly { type: string; status: string }[] };
  };
  return status?.conditions?.some((each) => each.type === "Available" && each.status === "True") === true;
}

function declaredRules(programs: string): readonly AccessRule[] {
  const role = parse(readFileSync(join(programs, "cluster-role.yaml"), "utf8")) as {
    rules: readonly AccessRule[];
  };
  return role.rules;
}

/** What its manifests bind besides: the roles by which it asks the API server who somebody is, and what they may do. */
const delegationRules: readonly AccessRule[] = [
  { apiGroups: ["authentication.k8s.io"], resources: ["tokenreviews"], verbs: ["create"] },
  { apiGroups: ["authorization.k8s.io"], resources: ["subjectaccessreviews"], verbs: ["create"] },
  {
    apiGroups: [""],
    resources: ["configmaps"],
    resourceNames: ["extension-apiserver-authentication"],
    verbs: ["get", "list", "watch"],
  },
];

/** Its certificate is one of its own making, as in its manifests. */
const apiService: KubernetesObject = {
  apiVersion: "apiregistration.k8s.io/v1",
  kind: "APIService",
  metadata: { name: `${api.version}.${api.group}` },
  spec: {
    ...api,
    groupPriorityMinimum: 100,
    versionPriority: 100,
    insecureSkipTLSVerify: true,
    service: { name: NAME, namespace, port: 443 },
  },
};
