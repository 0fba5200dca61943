import { gauge, type Metric } from "../model/metric.ts";

/** What a program shows of its pool of database connections, as OpenTelemetry's conventions call it (OBS-06). */
export const databasePoolMetrics = (...by: readonly string[]) =>
  ({
    connections: gauge({
      name: "db_client_connection_count",
      meaning: "connections of the program's own pool to the database; `state` is used or idle",
      by,
      about: "pool",
      labels: ["state"],
    }),
    most: gauge({
      name: "db_client_connection_max",
      meaning: "the most connections that the pool may open",
      by,
      about: "pool",
    }),
  }) as const satisfies Record<string, Metric>;
