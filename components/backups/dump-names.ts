import type { LabelledPart } from "../labels.ts";

/** What the parts go by that make, try and watch a database's dumps. Names that begin so are the platform's. */
export const dumpParts = {
  dump: { name: "database-dump", workload: "scheduled-task", tier: "standard" },
  drill: { name: "database-drill", workload: "scheduled-task", tier: "standard" },
  metrics: { name: "database-dump-metrics", workload: "dump-metrics", tier: "standard" },
} as const satisfies Readonly<Record<string, LabelledPart>>;

/** The ConfigMap that all of them read. */
export const settingsName = dumpParts.dump.name;

/** The port that Prometheus asks for what lies in the bucket. */
export const dumpMetricsPort = 9187;
