import type { NetworkPolicy } from "kubernetes-types/networking/v1.d.ts";
import { operatorNamespaces } from "../../../components/cluster/operator-namespaces.ts";
import type { CapturedResource } from "../../../rendering/captured-resource.ts";
import type { Network, Pod, PodPort, Protocol } from "./network.ts";

/** A stack's network: its policies, its pods, and the pods of the platform around them. */
export interface RenderedNetwork extends Network {
  readonly pods: readonly Pod[];
}

interface Template {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly containers: readonly {
      readonly ports?: readonly { containerPort: number; name?: string; protocol?: Protocol }[];
    }[];
  };
}

interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
  };
  readonly spec?: {
    readonly template?: Template;
    readonly jobTemplate?: { spec: { template: Template } };
    readonly cluster?: { readonly name: string };
  };
}

/** Two pods of each of a stack's workloads, as its manifests make them, and its policies. */
export function renderedNetwork(resources: readonly CapturedResource[]): RenderedNetwork {
  const manifests = resources
    .filter(({ type, custom }) => custom && type.startsWith("kubernetes:"))
    .map(({ inputs }) => inputs as unknown as Manifest);
  const of = (kind: string): Manifest[] => manifests.filter((manifest) => manifest.kind === kind);
  const own = manifests.flatMap((manifest) => podsOf(manifest));
  const solvers = of("Gateway").map(({ metadata }) =>
    pod(metadata.namespace ?? "", "solver", { "acme.cert-manager.io/http01-solver": "true" }, [8089]),
  );
  const pods = [...own, ...solvers, ...platformPods()];
  return {
    policies: of("NetworkPolicy") as unknown as NetworkPolicy[],
    pods: pods.map((one, index) => ({
      ...one,
      ip: `10.244.${Math.floor(index / 200)}.${(index % 200) + 1}`,
      node: `node-${index}`,
    })),
    namespaces: Object.fromEntries([
      ...of("Namespace").map(({ metadata: { name, labels = {} } }) => named(name, labels)),
      ...pods.map(({ namespace }) => named(namespace)),
    ]),
  };
}

/** The API server adds a namespace's name to its labels. */
const named = (name: string, labels: Readonly<Record<string, string>> = {}) =>
  [name, { ...labels, "kubernetes.io/metadata.name": name }] as const;

const pod = (
  namespace: string,
  name: string,
  labels: Readonly<Record<string, string>>,
  ports: readonly (number | PodPort)[],
): Pod => ({
  kind: "pod",
  namespace,
  name,
  labels,
  ip: "",
  node: "",
  ports: ports.map((port) => (typeof port === "number" ? { number: port, protocol: "TCP" } : port)),
});

function podsOf({ kind, metadata: { name, namespace = "" }, spec }: Manifest): Pod[] {
  if (kind === "Cluster") {
    // The labels that the operator gives its pods, past those it inherits.
    const labels = { "cnpg.io/cluster": name, "app.kubernetes.io/instance": name };
    return ["1", "2", "2-join"].map((suffix) => pod(namespace, `${name}-${suffix}`, labels, [5432, 8000]));
  }
  if (kind === "Pooler") {
    // They carry their cluster's too.
    const cluster = spec?.cluster?.name ?? "";
    const labels = {
      "cnpg.io/cluster": cluster,
      "cnpg.io/poolerName": name,
      "cnpg.io/podRole": "pooler",
      "app.kubernetes.io/instance": cluster,
    };
    return ["a", "b"].map((suffix) => pod(namespace, `${name}-${suffix}`, labels, [5432, 9127]));
  }
  const template = spec?.jobTemplate?.spec.template ?? spec?.template;
  if (!template?.spec.containers) return [];
  const ports = template.spec.containers.flatMap(({ ports: declared = [] }) =>
    declared.map(({ containerPort, name: portName, protocol = "TCP" }) => ({
      number: containerPort,
      protocol,
      ...(portName !== undefined && { name: portName }),
    })),
  );
  return ["a", "b"].map((suffix) => pod(namespace, `${name}-${suffix}`, template.metadata.labels, ports));
}

/** One pod of each operator, a neighbour of the name server's that is none, and somebody else's. */
function platformPods(): Pod[] {
  const operators = Object.entries(operatorNamespaces).map(([name, place]) =>
    pod(place.namespace, name, "labels" in place ? place.labels : { app: name }, []),
  );
  return [
    ...operators,
    pod(operatorNamespaces.dns.namespace, "neighbour", { app: "metrics" }, []),
    pod("strangers", "stranger", { "k8s-app": "kube-dns", "app.kubernetes.io/name": "web" }, []),
  ];
}
