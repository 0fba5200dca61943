import type {
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicySpec,
} from "kubernetes-types/networking/v1.d.ts";
import { holds } from "./ip-block.ts";
import { selects } from "./label-selector.ts";
import type { Connection, End, Network, Pod } from "./network.ts";

/**
 * Whether Kubernetes' network policies let a connection be made: its source must be free to send and its target free to
 * receive. A block of addresses is held against pods' addresses too, as some networks do: what is denied here is denied
 * on the others as well.
 */
export function allows(network: Network, connection: Connection): boolean {
  const { from, to } = connection;
  if (from === to || onOneNode(from, to)) return true;
  return mayGoOut(network, connection) && mayComeIn(network, connection);
}

/** A node always reaches its own pods, for example to probe them, and they it. */
const onOneNode = (a: End, b: End): boolean =>
  (a.kind === "pod" && b.kind === "node" && a.node === b.name) ||
  (a.kind === "node" && b.kind === "pod" && b.node === a.name);

function mayGoOut(network: Network, { from, to, ...wanted }: Connection): boolean {
  if (from.kind !== "pod") return true;
  const policies = isolating(network, from, "Egress");
  return (
    policies.length === 0 ||
    policies.some(({ spec, namespace }) =>
      (spec.egress ?? []).some(
        (rule) =>
          anyPort(rule.ports, to, wanted.port, wanted.protocol) && anyPeer(network, namespace, rule.to, to),
      ),
    )
  );
}

function mayComeIn(network: Network, { from, to, ...wanted }: Connection): boolean {
  if (to.kind !== "pod") return true;
  const policies = isolating(network, to, "Ingress");
  return (
    policies.length === 0 ||
    policies.some(({ spec, namespace }) =>
      (spec.ingress ?? []).some(
        (rule) =>
          anyPort(rule.ports, to, wanted.port, wanted.protocol) &&
          anyPeer(network, namespace, rule.from, from),
      ),
    )
  );
}

type Direction = "Ingress" | "Egress";

interface PlacedPolicy {
  readonly spec: NetworkPolicySpec;
  readonly namespace: string;
}

type ByDirection = Partial<Record<Direction, readonly PlacedPolicy[]>>;

/** A network never changes, and each of its pods is asked for many connections. */
const found = new WeakMap<Network, WeakMap<Pod, ByDirection>>();

/** The policies that isolate a pod in one direction; without any it is open. */
function isolating(network: Network, pod: Pod, direction: Direction): readonly PlacedPolicy[] {
  const pods = found.get(network) ?? new WeakMap<Pod, ByDirection>();
  found.set(network, pods);
  const known = pods.get(pod) ?? {};
  pods.set(pod, known);
  known[direction] ??= isolatingIn(network, pod, direction);
  return known[direction];
}

const isolatingIn = ({ policies }: Network, pod: Pod, direction: Direction): readonly PlacedPolicy[] =>
  policies.flatMap((policy) => {
    const { spec, namespace } = placed(policy);
    return namespace === pod.namespace &&
      selects(spec.podSelector, pod.labels) &&
      directionsOf(spec).includes(direction)
      ? [{ spec, namespace }]
      : [];
  });

function placed({ spec, metadata }: NetworkPolicy): PlacedPolicy {
  const namespace = metadata?.namespace;
  if (!spec || namespace === undefined)
    throw new TypeError("a policy without a specification or a namespace");
  return { spec, namespace };
}

/** A policy that doesn't say is about what comes in, and about what goes out when it has a rule for that. */
const directionsOf = ({ policyTypes, egress = [] }: NetworkPolicySpec): readonly string[] =>
  policyTypes && policyTypes.length > 0 ? policyTypes : ["Ingress", ...(egress.length > 0 ? ["Egress"] : [])];

/** No peers means all of them. */
const anyPeer = (
  network: Network,
  namespace: string,
  peers: readonly NetworkPolicyPeer[] | undefined,
  end: End,
): boolean =>
  peers === undefined || peers.length === 0 || peers.some((peer) => isPeer(network, namespace, peer, end));

function isPeer(
  { namespaces }: Network,
  namespace: string,
  { ipBlock, namespaceSelector, podSelector }: NetworkPolicyPeer,
  end: End,
): boolean {
  if (ipBlock) return holds(ipBlock, end.ip);
  if (end.kind !== "pod") return false;
  const inNamespace = namespaceSelector
    ? selects(namespaceSelector, namespaces[end.namespace] ?? {})
    : end.namespace === namespace;
  return inNamespace && (podSelector === undefined || selects(podSelector, end.labels));
}

/** No ports means all of them. */
const anyPort = (
  ports: readonly NetworkPolicyPort[] | undefined,
  to: End,
  number: number,
  protocol: string,
): boolean =>
  ports === undefined || ports.length === 0 || ports.some((port) => isPort(port, to, number, protocol));

/** A name means the port of the pod that goes by it; nothing but a pod has named ports. */
function isPort(
  { port, endPort, protocol: own = "TCP" }: NetworkPolicyPort,
  to: End,
  number: number,
  protocol: string,
): boolean {
  if (own !== protocol) return false;
  if (port === undefined) return true;
  if (typeof port === "number") return number >= port && number <= (endPort ?? port);
  return (
    to.kind === "pod" &&
    to.ports.some(
      (declared) => declared.name === port && declared.number === number && declared.protocol === protocol,
    )
  );
}
