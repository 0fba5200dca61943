import {
  badRequestsRecorded,
  recordLabels,
  requestsRecorded,
} from "../../../components/observability/service-levels/service-level-records.ts";
import {
  type ServiceLevel,
  serviceLevels,
  watchedServices,
} from "../../../components/observability/service-levels/service-level.ts";
import type { SystemEnvironment } from "../../../config/environment.ts";
import type { PastSeries } from "./open-metrics.ts";

/** A day and a bit, a value each minute: so little of 30 days is counted. */
const aDay = { step: 60, steps: 26 * 60 } as const;

/** What the cluster's own metrics are looked at over, and more. */
const halfAnHour = { step: 30, steps: 60 } as const;

const requestsAMinute = 600;

/**
 * What Prometheus has of a system of production after a day in which some share of its requests was bad, with pods that are well.
 * @param badShare From 0 to 1, of every minute.
 */
export function pastDay(own: SystemEnvironment, badShare: number): readonly PastSeries[] {
  const environment = { name: "production" } as const;
  const namespace = `${own.system.name}-production`;
  return [
    ...serviceLevels(environment, own).flatMap((level) => [
      counted(requestsRecorded, level, requestsAMinute),
      counted(badRequestsRecorded, level, requestsAMinute * badShare),
    ]),
    ...watchedServices(environment, own).flatMap(({ name }) => [
      steady("up", { namespace, job: name, pod: `${name}-7f9-abcde` }, 1),
      steady("kube_pod_status_ready", { namespace, condition: "true", pod: `${name}-7f9-abcde` }, 1),
    ]),
    ...Object.keys(own.system.services).flatMap((container) => {
      const labels = { namespace, container, pod: `${container}-7f9-abcde` };
      return [
        steady("kube_pod_container_status_restarts_total", labels, 1),
        steady("container_memory_working_set_bytes", labels, 20_000_000),
        {
          metric: "container_cpu_usage_seconds_total",
          labels,
          ...halfAnHour,
          // A hundredth of a core.
          value: (index: number) => index * 0.3,
        },
      ];
    }),
  ];
}

const counted = (
  selector: (level: ServiceLevel) => string,
  level: ServiceLevel,
  value: number,
): PastSeries => ({
  metric: selector(level).split("{")[0] ?? "",
  labels: recordLabels(level),
  ...aDay,
  value: () => value,
});

const steady = (metric: string, labels: PastSeries["labels"], value: number): PastSeries => ({
  metric,
  labels,
  ...halfAnHour,
  value: () => value,
});
