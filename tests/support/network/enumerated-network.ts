import type { LabelSelector } from "kubernetes-types/meta/v1.d.ts";
import type {
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from "kubernetes-types/networking/v1.d.ts";
import { portNumbers } from "./arbitrary-network.ts";
import type { Connection, End, Network } from "./network.ts";

// The same semantics as `policy-evaluator.ts`, said another way, so that each can be held against the other: not by
// asking of one connection what allows it, but by writing down all that each policy allows among some ends.

/** The connections of a list that a network lets through, by their positions in it. */
export function allowedAmong(
  { namespaces, policies }: Network,
  ends: readonly End[],
  connections: readonly Connection[],
): ReadonlySet<number> {
  const opened = { Ingress: new Set<string>(), Egress: new Set<string>() };
  const closed = { Ingress: new Set<End>(), Egress: new Set<End>() };
  for (const policy of policies) {
    const spec = policy.spec ?? { podSelector: {} };
    const home = policy.metadata?.namespace ?? "";
    const selected = withLabels(podsIn(ends, new Set([home])), spec.podSelector);
    for (const direction of directions(policy)) {
      for (const one of selected) closed[direction].add(one);
      const rules =
        direction === "Ingress"
          ? (spec.ingress ?? []).map(({ from = [], ports = [] }) => ({ peers: from, ports }))
          : (spec.egress ?? []).map(({ to = [], ports = [] }) => ({ peers: to, ports }));
      for (const rule of rules) {
        const others = rule.peers.length === 0 ? ends : rule.peers.flatMap((peer) => peersAmong(peer));
        for (const one of selected) {
          for (const other of others) {
            const [from, to] = direction === "Ingress" ? [other, one] : [one, other];
            for (const port of portsOf(rule.ports, to)) opened[direction].add(key(from, to, port));
          }
        }
      }

      function peersAmong({ ipBlock, podSelector, namespaceSelector }: NetworkPolicyPeer): readonly End[] {
        if (ipBlock) {
          const { cidr, except = [] } = ipBlock;
          const excepted = new Set(except.flatMap((range) => ends.filter((end) => inRange(end, range))));
          return ends.filter((end) => inRange(end, cidr) && !excepted.has(end));
        }
        const homes = namespaceSelector
          ? Object.entries(namespaces)
              .filter(([, labels]) => withLabels([{ labels }], namespaceSelector).length > 0)
              .map(([name]) => name)
          : [home];
        return withLabels(podsIn(ends, new Set(homes)), podSelector ?? {});
      }
    }
  }
  const allowed = connections.flatMap(({ from, to, port, protocol }, index) => {
    const wanted = key(from, to, `${port}/${protocol}`);
    const out = !closed.Egress.has(from) || opened.Egress.has(wanted);
    const into = !closed.Ingress.has(to) || opened.Ingress.has(wanted);
    return from === to || (out && into) ? [index] : [];
  });
  return new Set(allowed);
}

function directions({ spec }: NetworkPolicy): ("Ingress" | "Egress")[] {
  const { policyTypes = [], egress = [] } = spec ?? {};
  if (policyTypes.length === 0) return egress.length === 0 ? ["Ingress"] : ["Ingress", "Egress"];
  return (["Ingress", "Egress"] as const).filter((direction) => policyTypes.includes(direction));
}

const podsIn = (ends: readonly End[], homes: ReadonlySet<string>) =>
  ends.flatMap((end) => (end.kind === "pod" && homes.has(end.namespace) ? [end] : []));

/** Takes away, requirement by requirement, what does not meet it. */
function withLabels<T extends { readonly labels: Readonly<Record<string, string>> }>(
  all: readonly T[],
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
): readonly T[] {
  const requirements = [
    ...Object.entries(matchLabels).map(([label, value]) => ({ key: label, operator: "In", values: [value] })),
    ...matchExpressions,
  ];
  return requirements.reduce((left, { key: label, operator, values = [] }) => {
    const having = left.filter(({ labels }) => Object.hasOwn(labels, label));
    const listed = having.filter(({ labels }) => new Set(values).has(labels[label] ?? ""));
    const meeting = { In: listed, NotIn: listed, Exists: having, DoesNotExist: having }[operator] ?? [];
    const negated = operator === "NotIn" || operator === "DoesNotExist";
    return negated ? left.filter((one) => !meeting.includes(one)) : meeting;
  }, all);
}

/** Of the ports that are asked for, those that a rule means, as `8080/TCP`. */
function portsOf(ports: readonly NetworkPolicyPort[], to: End): readonly string[] {
  if (ports.length === 0) return portsOf([{ protocol: "TCP" }, { protocol: "UDP" }], to);
  return ports.flatMap(({ port, endPort, protocol = "TCP" }) => {
    if (typeof port === "string") {
      const own = to.kind === "pod" ? to.ports : [];
      return own
        .filter((one) => one.name === port && one.protocol === protocol)
        .map(({ number }) => `${number}/${protocol}`);
    }
    const fitting = portNumbers.slice(
      port === undefined ? 0 : portNumbers.findIndex((number) => number >= port),
      portNumbers.findLastIndex((number) => number <= (endPort ?? port ?? number)) + 1,
    );
    return fitting.map((number) => `${number}/${protocol}`);
  });
}

const key = (from: End, to: End, port: string): string => `${from.ip} ${to.ip} ${port}`;

/** An address as its bits, by which a range is a beginning. */
function bitsOf(address: string): string {
  const wide = address.includes(":");
  const [head = [], tail = []] = address
    .split("::")
    .map((half) => half.split(wide ? ":" : ".").filter(Boolean));
  const gap = Array.from({ length: wide ? 8 - head.length - tail.length : 0 }, () => "0");
  return [...head, ...gap, ...tail]
    .map((part) =>
      parseInt(part, wide ? 16 : 10)
        .toString(2)
        .padStart(wide ? 16 : 8, "0"),
    )
    .join("");
}

function inRange({ ip }: End, cidr: string): boolean {
  const [network = "", length = ""] = cidr.split("/");
  const bits = bitsOf(network);
  const own = bitsOf(ip);
  return own.length === bits.length && own.startsWith(bits.slice(0, Number(length)));
}
