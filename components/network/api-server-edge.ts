import type { Environment } from "../../config/environment.ts";
import { type Edge, type Part, tcp } from "./edge.ts";

/** As its Service has it, and as the server itself mostly does: which one a policy sees is up to the network. */
const ports = tcp(443, 6443);

/** The way of pods that work on the cluster's own objects. */
export function apiServerEdge(from: Part, { cluster }: Pick<Environment, "cluster">): Edge {
  const cidrs = cluster?.apiServer;
  return {
    from,
    to: { kind: "cluster", name: "api-server", ...(cidrs && { cidrs }) },
    ports,
    meaning: `${from.name} reads and changes objects of the cluster`,
  };
}
