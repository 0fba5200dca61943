import { hours, minutes } from "../../../model/quantities/duration.ts";
import type { Workload } from "../../../model/workload.ts";
import type { Alert } from "../alert.ts";
import { exactly, inLines, selectorOf } from "../counter.ts";
import type { MeasuredService } from "../service-level-indicators.ts";

/** Of the memory of a pod, the share that is too much: at its end the kernel kills the process. */
export const muchMemory = 0.9;

/** Of the time slices in which a container wanted CPU, the share in which it did not get all of it. */
export const muchThrottled = 0.5;

/**
 * What users may come to notice of a service: that its processes end, that some of its replicas are missing, that memory or CPU runs short, that it can't
 * grow (OBS-03, SLO-18, SYS-19). Each is told of the service as a whole, and never of a pod.
 */
export function workloadCauses(at: MeasuredService, service: Workload): readonly Alert[] {
  const { name, namespace } = at;
  const about = { part: name, tier: service.tier, severity: "ticket" } as const;
  const ofContainer = [`namespace="${namespace}"`, `container="${name}"`];
  const told = (metric: string, ...more: readonly string[]): string =>
    selectorOf({ metric, matchers: [...ofContainer, ...more] });
  const restarts = told("kube_pod_container_status_restarts_total");
  const throttled = (metric: string): string =>
    `sum(increase(${told(`container_cpu_cfs_${metric}_total`)}[30m]))`;
  return [
    {
      ...about,
      name: "ContainerRestarts",
      // A pod's count begins at zero, and stays its own.
      when: inLines(
        "sum(",
        `  max_over_time(${restarts}[1h])`,
        `  - min_over_time(${restarts}[1h])`,
        `) >= ${service.restartsBeforeAlert}`,
      ),
      for: minutes(0),
      summary: `${name} was restarted {{ $value }} times within an hour`,
      description: `Its processes end, or are ended as they don't answer. ${service.restartsBeforeAlert} times are too many.`,
    },
    {
      ...about,
      name: "ReplicasMissing",
      when: `${missing(at, service)} > 0`,
      for: minutes(15),
      summary: `{{ $value }} replicas of ${name} are missing`,
      description:
        "They are wanted, and not ready: there is no node for them, their image is not there, or they don't start.",
    },
    {
      ...about,
      name: "MemoryNearLimit",
      when: inLines(
        "max(",
        `  max by (pod) (${told("container_memory_working_set_bytes")})`,
        `  / max by (pod) (${told("kube_pod_container_resource_limits", 'resource="memory"')})`,
        `) > ${muchMemory}`,
      ),
      for: minutes(15),
      summary: `A pod of ${name} uses {{ $value | humanizePercentage }} of its memory`,
      description: "At the end of it the kernel kills the process, and what it was doing is lost.",
    },
    {
      ...about,
      name: "CpuThrottled",
      when: `${throttled("throttled_periods")} / ${throttled("periods")} > ${muchThrottled}`,
      for: hours(1),
      summary: `${name} is held back in {{ $value | humanizePercentage }} of its time slices`,
      description:
        "It wants more CPU than its limit, and has for more than an hour. It answers slower than it could.",
    },
    ...atMaximum(at, service).map((when) => ({
      ...about,
      name: "AutoscalerAtMaximum",
      when,
      for: hours(1),
      summary: `${name} has had its most replicas, {{ $value }}, for an hour`,
      description: "More load than this is not answered by more replicas.",
    })),
  ];
}

/** How many replicas are wanted and not ready, in PromQL. Deployments and Rollouts have them in ReplicaSets, several while a release is under way. */
function missing({ namespace, name }: MeasuredService, { kind }: Workload): string {
  const sum = (metric: string, set: string, value: string): string =>
    `sum(max by (${set}) (${selectorOf({ metric, matchers: [`namespace="${namespace}"`, value] })}))`;
  if (kind === "singleton") {
    const set = ["statefulset", `statefulset="${name}"`] as const;
    return `${sum("kube_statefulset_replicas", ...set)} - ${sum("kube_statefulset_status_replicas_ready", ...set)}`;
  }
  const sets = ["replicaset", `replicaset=~"${exactly(name)}-[0-9a-z]+"`] as const;
  return `${sum("kube_replicaset_spec_replicas", ...sets)} - ${sum("kube_replicaset_status_ready_replicas", ...sets)}`;
}

/** Answers while an autoscaler asks for all that it may. One that may not move is at its maximum by declaration. */
function atMaximum({ namespace, name }: MeasuredService, { scale }: Workload): readonly string[] {
  if (scale.kind === "fixed" || scale.minimum === scale.maximum) return [];
  const of = (what: string): string =>
    `max(${selectorOf({
      metric: `kube_horizontalpodautoscaler_${what}`,
      matchers: [`namespace="${namespace}"`, `horizontalpodautoscaler="${name}"`],
    })})`;
  return [`${of("status_desired_replicas")} >= ${of("spec_max_replicas")}`];
}
