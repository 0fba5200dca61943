import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import { clusterName, keyOf, poolerName } from "../../model/database-cluster.ts";
import { dumpEdges } from "../backups/dump-edges.ts";
import { snapshotDrillEdges } from "../backups/snapshot-drill-edges.ts";
import { snapshotEdges } from "../backups/snapshot-edges.ts";
import { clusterNames, pooledDatabase } from "../data/clustered-database.ts";
import { replicatedCache } from "../data/platform-cache.ts";
import { hasRedisExporter } from "../data/redis-exporter-spec.ts";
import { replicationEdges } from "../data/redis-replication/replication-edges.ts";
import { collectorEdges } from "../observability/telemetry/collector-edges.ts";
import { calledEdges } from "./called-edges.ts";
import { type Edge, part, platform } from "./edge.ts";
import { identityEdges } from "./identity-edges.ts";
import { partsOf } from "./parts.ts";
import {
  gatewayEdges,
  instanceEdges,
  poolerEdges,
  redisExporterEdges,
  scrapedEdges,
} from "./platform-edges.ts";

/**
 * What may talk to what: every edge of a system in an environment, each once. Network policies are made from it, and
 * so is any picture of the system.
 */
export function systemEdges(environment: Environment, own: SystemEnvironment): readonly Edge[] {
  const parts = partsOf(environment, own);
  const edges = [
    ...parts.flatMap((caller) => calledEdges(caller, environment, own)),
    ...parts.flatMap(({ name }) => identityEdges(name, own)),
    ...parts.flatMap(scrapedEdges),
    ...gatewayEdges(parts, own),
    ...(replicatedCache(own) ? replicationEdges() : []),
    ...(hasRedisExporter(environment, own) ? redisExporterEdges() : []),
    ...collectorEdges(environment, own),
    ...dumpEdges(environment, own),
    ...snapshotEdges(environment, own),
    ...snapshotDrillEdges(environment, own),
    ...clusterNames(environment, own).flatMap((cluster) => instanceEdges(cluster, environment)),
    ...(pooledDatabase(environment, own)
      ? own.databaseClusters.all
          .map(keyOf)
          .flatMap((key) => poolerEdges(poolerName(key), clusterName(key), environment))
      : []),
  ];
  return once([...edges, ...nameLookups(edges)]);
}

const dnsPort = 53;

/** Whoever calls something finds it by its name. */
function nameLookups(edges: readonly Edge[]): Edge[] {
  const callers = new Set(edges.flatMap(({ from }) => (from.kind === "part" ? [from.name] : [])));
  return [...callers].map((name) => ({
    from: part(name),
    to: platform("dns"),
    ports: [
      { number: dnsPort, protocol: "UDP" },
      { number: dnsPort, protocol: "TCP" },
    ],
    meaning: `${name} looks names up`,
  }));
}

/** One way may be declared twice, for example to a vector store that is also a third party. */
function once(edges: readonly Edge[]): readonly Edge[] {
  const found = new Map<string, Edge>();
  for (const edge of edges) {
    const ends = [edge.from, edge.to].map(({ kind, name }) => `${kind} ${name}`).join(" ");
    if (!found.has(ends)) found.set(ends, edge);
  }
  return [...found.values()];
}
