import type { ImageReference } from "../model/image-reference.ts";
import type { Tier } from "../model/workload.ts";

/** What a workload is, for policies and dashboards. */
export type WorkloadLabel =
  | "http-service"
  | "worker"
  | "singleton"
  | "static-site"
  | "scheduled-task"
  | "one-off-job"
  | "migration"
  | "postgres"
  | "postgres-cluster"
  | "pooler"
  | "dump-metrics"
  | "redis"
  | "redis-exporter"
  | "redis-proxy"
  | "vector-store"
  | "otel-collector";

/** What the labels of a resource are made from. */
export interface Labelled {
  readonly system: string;
  readonly owner: string;
  readonly environment: string;
}

/** A part of a system: one of its services or one of its data stores. */
export interface LabelledPart {
  readonly name: string;
  readonly workload: WorkloadLabel;
  readonly tier: Tier;
}

export type Labels = Record<string, string>;

/** The labels of a resource that belongs to a system as a whole (ENV-10). */
export function systemLabels({ system, owner, environment }: Labelled): Labels {
  return {
    "app.kubernetes.io/name": system,
    "app.kubernetes.io/instance": `${system}-${environment}`,
    "app.kubernetes.io/component": "system",
    "app.kubernetes.io/part-of": system,
    "app.kubernetes.io/managed-by": "pulumi",
    "slipway.dev/owner": owner,
    "slipway.dev/environment": environment,
  };
}

/** The labels of a resource that belongs to one service or data store. */
export function partLabels(system: Labelled, { name, workload, tier }: LabelledPart): Labels {
  return {
    ...systemLabels(system),
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/component": workload,
    "slipway.dev/tier": tier,
    "slipway.dev/workload": workload,
  };
}

/** The labels of a workload and its pods, with the version that runs. */
export const workloadLabels = (system: Labelled, part: LabelledPart, version: string): Labels => ({
  ...partLabels(system, part),
  "app.kubernetes.io/version": version,
});

/** What tells one image from the next in a label: its digest's beginning, or else what a label can hold of its tag. */
export function versionLabel({ digest, tag = "untagged" }: ImageReference): string {
  if (digest !== undefined) return digest.text.slice("sha256:".length, "sha256:".length + 12);
  return tag.slice(0, 63).replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "") || "untagged";
}

/** What selects a part's pods. It never holds the version: a selector can't change and pods of two versions overlap. */
export function selectorLabels({ system, environment }: Labelled, name: string): Labels {
  return { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": `${system}-${environment}` };
}
