import { stringify } from "yaml";
import type { DatabaseQuery } from "./database-query.ts";

/** The key of the ConfigMap that CloudNativePG's exporter reads queries from. */
export const queriesKey = "queries";

/** The name of the ConfigMap with what a cluster's exporter asks beside the operator's own queries. */
export const queriesOf = (cluster: string): string => `${cluster}-queries`;

/** Makes the operator read the ConfigMap again when it changes. */
export const reloadLabel = { "cnpg.io/reload": "" } as const;

/** Queries as CloudNativePG's exporter reads them. A column becomes the metric `cnpg_<query>_<column>`. */
export const exporterQueries = (queries: Readonly<Record<string, DatabaseQuery>>): string =>
  stringify(
    Object.fromEntries(
      Object.entries(queries).map(([name, { sql, columns, primaryOnly, onlyIf }]) => [
        name,
        {
          query: sql.trim(),
          ...(onlyIf === undefined ? {} : { predicate_query: onlyIf.trim() }),
          ...(primaryOnly ? { primary: true } : {}),
          metrics: Object.entries(columns).map(([column, { usage, description }]) => ({
            [column]: { usage, description },
          })),
        },
      ]),
    ),
    { lineWidth: 0, blockQuote: "literal" },
  );
