import type { SystemEnvironment } from "../../config/environment.ts";
import { Cidr } from "../../model/cidr.ts";
import type { Cloud } from "../../model/cloud-identity.ts";
import { type Edge, type EdgePort, type External, part, tcp } from "./edge.ts";

/** Where a pod exchanges its ServiceAccount's token for a cloud's. */
const exchanges: Readonly<Record<Cloud, { readonly to: External; readonly ports: EdgePort[] }>> = {
  aws: { to: { kind: "external", name: "aws-sts" }, ports: tcp(443) },
  azure: { to: { kind: "external", name: "entra-id" }, ports: tcp(443) },
  // Each node's own server, by its addresses with Dataplane V2 and without.
  gcp: {
    to: {
      kind: "external",
      name: "gke-metadata",
      cidrs: [Cidr.parse("169.254.169.254/32"), Cidr.parse("169.254.169.252/32")],
    },
    ports: tcp(80, 988),
  },
};

/** What a part of a system that works as somebody in a cloud asks for that. */
export function identityEdges(name: string, { identities }: Pick<SystemEnvironment, "identities">): Edge[] {
  const identity = identities?.get(name);
  return identity
    ? [
        {
          from: part(name),
          ...exchanges[identity.cloud],
          meaning: `${name} asks to work as ${identity.text}`,
        },
      ]
    : [];
}
