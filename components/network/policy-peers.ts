import type { LabelSelector } from "kubernetes-types/meta/v1.d.ts";
import type { NetworkPolicyPeer } from "kubernetes-types/networking/v1.d.ts";
import { privateMetadata, privateRanges, unroutableRanges } from "../../model/address-ranges.ts";
import type { Cidr } from "../../model/cidr.ts";
import { operatorNamespaces, type OperatorPods } from "../cluster/operator-namespaces.ts";
import type { Edge } from "./edge.ts";

/** What selects the pods of a part of the system, by its name. */
export type PodsOf = (part: string) => LabelSelector;

/** The other end of an edge, as seen from a policy in the system's namespace. */
export function peersOf(end: Edge["from"] | Edge["to"], podsOf: PodsOf): NetworkPolicyPeer[] {
  switch (end.kind) {
    case "part":
      return [{ podSelector: podsOf(end.name) }];
    case "platform":
      return [platformPeer(operatorNamespaces[end.name])];
    case "external":
      return end.cidrs ? end.cidrs.map(range) : anywhereBut([...privateRanges, ...unroutableRanges]);
    case "cluster":
      return end.cidrs ? end.cidrs.map(range) : anywhereBut([...unroutableRanges, ...privateMetadata]);
  }
}

const platformPeer = ({ namespace, labels }: OperatorPods): NetworkPolicyPeer => ({
  // The API server gives every namespace this label, and nobody can set it to another's name.
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
  ...(labels && { podSelector: { matchLabels: labels } }),
});

const range = (cidr: Cidr): NetworkPolicyPeer => ({ ipBlock: { cidr: cidr.text } });

const everywhere = { 4: "0.0.0.0/0", 6: "::/0" } as const;

const anywhereBut = (ranges: readonly Cidr[]): NetworkPolicyPeer[] =>
  ([4, 6] as const).map((family) => ({
    ipBlock: {
      cidr: everywhere[family],
      except: ranges.filter((cidr) => cidr.family === family).map(({ text }) => text),
    },
  }));
