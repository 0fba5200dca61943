import { selectorOf } from "../../components/observability/counter.ts";
import { runbookPage } from "../../components/observability/runbook.ts";
import type { WatchedService } from "../../components/observability/service-levels/service-level.ts";
import { minutes } from "../../model/quantities/duration.ts";
import { type Percentage, percent } from "../../model/quantities/percentage.ts";
import type { Workload } from "../../model/workload.ts";
import type { Reading, Signal } from "./signal.ts";

/** A service as the cluster's own metrics know it: its pods' main container has its name. */
interface Place {
  readonly system: string;
  readonly namespace: string;
  readonly name: string;
}

/** The page about the watch itself, for what has no alert. */
const watchPage = "docs/release-gates.md";

/** From here on the next request for memory may end a container, and more work only makes it slower. */
const nearlyAll: Percentage = percent(95);

/** Kubernetes' own metrics come twice a minute or less often. */
const restartsAfter = minutes(1);

/** A start takes CPU, and is over by then. */
const cpuSpan = minutes(5);

/** Whether any pod of a service serves. */
export const downSignal = (system: string, { name, reachability }: WatchedService): Signal => ({
  key: `${system} ${name} down`,
  kind: "pods",
  service: `${system}/${name}`,
  bound: "one must at the least",
  page: runbookPage("ServiceDown"),
  queries: () => ({ down: reachability.down }),
  read: ({ down }) =>
    down === undefined
      ? { load: 0, isBreach: false, text: "some pod serves" }
      : { load: 2, isBreach: true, text: "no pod serves" },
});

/** How often containers of a service ended, how much memory the fullest has, and how busy the busiest is. */
export function containerSignals(
  place: Place,
  { restartsBeforeAlert, size }: Pick<Workload, "restartsBeforeAlert" | "size">,
): readonly Signal[] {
  const service = `${place.system}/${place.name}`;
  const series = (metric: string): string =>
    selectorOf({ metric, matchers: [`namespace="${place.namespace}"`, `container="${place.name}"`] });
  const restarts = series("kube_pod_container_status_restarts_total");
  return [
    {
      key: `${service} restarts`,
      kind: "restarts",
      service,
      bound: `${restartsBeforeAlert} are too many`,
      page: `${watchPage}#containers-restart`,
      // The lowest value stands for the time of the release: whose pods came later began at zero.
      queries: (sinceRelease) =>
        restartsAfter.exceeds(sinceRelease)
          ? undefined
          : {
              restarts:
                `sum(max by (pod) (max_over_time(${restarts}[${sinceRelease}]))` +
                ` - min by (pod) (min_over_time(${restarts}[${sinceRelease}])))`,
            },
      read: ({ restarts: count }) =>
        count === undefined
          ? undefined
          : {
              load: count / restartsBeforeAlert,
              isBreach: count >= restartsBeforeAlert,
              text: `${count} restarts`,
            },
    },
    {
      key: `${service} memory`,
      kind: "memory",
      service,
      bound: `at most ${nearlyAll} of its ${size.memory} may be`,
      page: `${watchPage}#memory-or-cpu-is-used-up`,
      queries: () => ({ bytes: `max(${series("container_memory_working_set_bytes")})` }),
      read: ({ bytes }) => (bytes === undefined ? undefined : nearness("memory", bytes / size.memory.count)),
    },
    {
      key: `${service} CPU`,
      kind: "CPU",
      service,
      bound: `at most ${nearlyAll} of its ${size.cpu.limit} may be`,
      page: `${watchPage}#memory-or-cpu-is-used-up`,
      queries: (sinceRelease) =>
        cpuSpan.exceeds(sinceRelease)
          ? undefined
          : {
              cores: `max(sum by (pod) (rate(${series("container_cpu_usage_seconds_total")}[${cpuSpan}])))`,
            },
      read: ({ cores }) =>
        cores === undefined ? undefined : nearness("CPU", (cores * 1000) / size.cpu.limit.millicores),
    },
  ];
}

function nearness(what: string, share: number): Reading {
  const load = share / (nearlyAll.partsPerMillion / 1_000_000);
  return { load, isBreach: load > 1, text: `${Math.round(share * 100)}% of its ${what} is used` };
}
