import { logRetention } from "../../../model/log-retention.ts";
import type { Duration } from "../../../model/quantities/duration.ts";

const hours = (span: Duration): string => `${span.wholeSeconds / 3600}h`;

/**
 * What the cluster's Loki must be told (OBS-11). It knows no tiers by these names: what is young lies in the nearer of its two caches, what
 * is old is deleted, and what lies between in a cheaper place is for the bucket's own rule.
 */
export const logStoreConfiguration = {
  // As it comes, it refuses each line that names no tenant, and collectors name none.
  auth_enabled: false,
  limits_config: {
    retention_period: hours(logRetention.cold),
    // Class, severity and trace of a line are kept beside it and not in what tells its stream.
    allow_structured_metadata: true,
  },
  compactor: { retention_enabled: true, delete_request_store: "s3" },
  chunk_store_config: { l2_chunk_cache_handoff: hours(logRetention.hot) },
} as const;
