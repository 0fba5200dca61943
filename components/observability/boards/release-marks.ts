import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import { type Labelled } from "../../labels.ts";
import { namespaceName } from "../../system-context.ts";
import { inLines, selectorOf } from "../counter.ts";

/**
 * Answers for two minutes from when a release begins, in PromQL: a ReplicaSet gets its first pods, also one that a rollback takes up again, or
 * a StatefulSet has another revision. What was there at any time in the ten minutes before is none, so a restart of kube-state-metrics
 * marks nothing.
 */
export function releaseQuery(namespace: string): string {
  const matchers = [`namespace="${namespace}"`];
  const replicas = selectorOf({ metric: "kube_replicaset_spec_replicas", matchers });
  const revision = selectorOf({ metric: "kube_statefulset_status_update_revision", matchers });
  return inLines(
    `max by (replicaset) (${replicas}) > 0`,
    `unless max by (replicaset) (max_over_time(${replicas}[10m] offset 2m)) > 0`,
    `or max by (statefulset, revision) (${revision})`,
    `unless max by (statefulset, revision) (max_over_time(${revision}[10m] offset 2m))`,
  );
}

/** Marks releases on every panel of a board, so that what changed with one is seen at once. */
export const releaseMarks = (
  labelled: Labelled,
  datasource: { readonly type: string; readonly uid: string },
): dashboard.AnnotationQueryBuilder =>
  new dashboard.AnnotationQueryBuilder()
    .name("Releases")
    .datasource(datasource)
    .enable(true)
    .iconColor("purple")
    .expr(releaseQuery(namespaceName(labelled)))
    .step("60s")
    .titleFormat("Release of {{replicaset}}{{statefulset}}");
