import { gauge, histogram, type Metric } from "../model/metric.ts";
import { milliseconds } from "../model/quantities/duration.ts";

/** What a program shows of its database as the client of it, as OpenTelemetry's conventions call it: its pool (OBS-06), and its queries (OBS-02). */
export const databaseClientMetrics = (...by: readonly string[]) =>
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
    queries: histogram({
      name: "db_client_operation_duration_seconds",
      meaning: "how long a query took, from the moment a connection was asked for (OBS-02)",
      by,
      about: "pool",
      labels: ["db_operation_name"],
      bounds: [1, 5, 10, 50, 100, 500, 1_000, 5_000, 10_000].map(milliseconds),
    }),
  }) as const satisfies Record<string, Metric>;
