import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import { calledEdges } from "../network/called-edges.ts";
import { type Edge, part, platform, tcp } from "../network/edge.ts";
import { dumpMetricsPort, dumpParts } from "./dump-names.ts";
import { dumpedDatabase } from "./dumped-database.ts";

/** Connections that a dump opens: the session with the lock, and pg_dump's. */
const dumpConnections = 2;

/** What the dumps of a system reach: the dump its database, all of them the bucket, and Prometheus the metrics. */
export function dumpEdges(environment: Environment, own: SystemEnvironment): readonly Edge[] {
  const dumped = dumpedDatabase(environment, own);
  if (!dumped) return [];
  const { endpoint, cidrs } = dumped.dumps;
  return [
    ...calledEdges(
      {
        name: dumpParts.dump.name,
        uses: { database: { env: { DATABASE_URL: "direct" }, pool: dumpConnections } },
      },
      environment,
      own,
    ),
    ...Object.values(dumpParts).map(({ name }): Edge => ({
      from: part(name),
      to: { kind: "external", name: "dumps", ...(cidrs && { cidrs }) },
      ports: tcp(endpoint.port.number),
      meaning: `${name} reads and writes dumps at ${endpoint.url}`,
    })),
    {
      from: platform("monitoring"),
      to: part(dumpParts.metrics.name),
      ports: tcp(dumpMetricsPort),
      meaning: `monitoring scrapes the metrics of ${dumpParts.metrics.name}`,
    },
  ];
}
