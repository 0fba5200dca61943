import type { NetworkPolicySpec } from "kubernetes-types/networking/v1.d.ts";
import type { Edge } from "./edge.ts";
import { peersOf, type PodsOf } from "./policy-peers.ts";

/** A network policy, before it is an object. */
export interface NamedPolicy {
  readonly name: string;
  readonly description: string;
  readonly spec: NetworkPolicySpec;
}

/** The policy that denies what no other one allows. */
export const denial: NamedPolicy = {
  name: "default-deny",
  description: "nothing goes in or out that no other policy allows",
  spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
};

/**
 * What allows the edges: a policy at each end that is the system's own, named after the pods that it selects and the
 * other end. Names of parts have no dots, so no two edges come to one name.
 */
export const allowances = (edges: readonly Edge[], podsOf: PodsOf): NamedPolicy[] =>
  edges.flatMap((edge) => [...egressOf(edge, podsOf), ...ingressOf(edge, podsOf)]);

function egressOf({ from, to, ports, meaning }: Edge, podsOf: PodsOf): NamedPolicy[] {
  if (from.kind !== "part") return [];
  return [
    {
      name: `${from.name}.to.${nameOf(to)}`,
      description: meaning,
      spec: {
        podSelector: podsOf(from.name),
        policyTypes: ["Egress"],
        egress: [{ to: peersOf(to, podsOf), ports: ports.map(portOf) }],
      },
    },
  ];
}

function ingressOf({ from, to, ports, meaning }: Edge, podsOf: PodsOf): NamedPolicy[] {
  if (to.kind !== "part") return [];
  return [
    {
      name: `${to.name}.from.${nameOf(from)}`,
      description: meaning,
      spec: {
        podSelector: podsOf(to.name),
        policyTypes: ["Ingress"],
        ingress: [{ from: peersOf(from, podsOf), ports: ports.map(portOf) }],
      },
    },
  ];
}

const nameOf = ({ kind, name }: Edge["from"] | Edge["to"]): string =>
  kind === "part" ? name : `${kind}.${name}`;

const portOf = ({ number, protocol }: Edge["ports"][number]) => ({ port: number, protocol });
