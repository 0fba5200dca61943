import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import { minutes } from "../../../model/quantities/duration.ts";
import { runnablesOf } from "../../../model/runnable.ts";
import { namespaceName } from "../../system-context.ts";
import type { Alert } from "../alert.ts";
import { inLines } from "../counter.ts";
import { collectorPart, runsCollector } from "./collector-part.ts";
import {
  collectorSeries,
  halfQueue,
  logLines,
  losses,
  lost,
  queueShares,
  signals,
  taken,
  unstructuredShare,
} from "./collector-series.ts";

/** The name of the rules. */
export const telemetryAlertsName = "telemetry-alerts";

/** A library's greeting at the start is no news; more lines than this within an hour are, if they are a share of all that matters. */
const unstructuredLines = 20;

/** Whether a system's traces and log lines arrive, and whether its programs write lines that can be read (POL-21). Dev has no collector. */
export function telemetryAlerts(
  { name: stack }: Pick<Environment, "name">,
  { system }: Pick<SystemEnvironment, "system">,
): readonly Alert[] {
  if (!runsCollector(stack)) return [];
  const namespace = namespaceName({ system: system.name, environment: stack });
  return [
    ...collectorAlerts(namespace),
    ...writersOf(system).map((each) => unstructuredAlert(namespace, each)),
  ];
}

/** The programs of a system whose log lines are looked at. */
export const writersOf = (
  system: SystemEnvironment["system"],
): readonly { readonly name: string; readonly tier: Alert["tier"] }[] =>
  runnablesOf(system)
    .filter(({ runnable }) => runnable.kind !== "migration")
    .map(({ name, runnable }) => ({ name, tier: "tier" in runnable ? runnable.tier : "standard" }));

function collectorAlerts(namespace: string): readonly Alert[] {
  const { name: part, tier } = collectorPart;
  const series = collectorSeries(namespace);
  const about = { part, tier, severity: "ticket" } as const;
  return [
    {
      ...about,
      name: "TelemetryCollectorDown",
      when: `(max(${series("up")}) or vector(0)) == 0`,
      for: minutes(10),
      summary: "No collector of telemetry answers",
      description:
        "Traces are thrown away by the programs, and log lines wait on the nodes until their files are turned over. Users notice nothing.",
    },
    {
      ...about,
      name: "TelemetryLost",
      when: inLines(
        ...losses
          .flatMap((how) => signals.map((signal) => lost(namespace, how, signal)))
          .map((each, index) => `${index === 0 ? "" : "+ "}(${each} or vector(0))`),
        "> 0",
      ),
      for: minutes(5),
      summary: "{{ $value | humanize }} spans and log lines were lost in a quarter of an hour",
      description: "The collector could not hand them on for five minutes, or had no room left to keep them.",
    },
    {
      ...about,
      name: "TelemetryQueueFilling",
      when: `max(${queueShares(namespace)}) > ${halfQueue}`,
      for: minutes(10),
      summary: "The collector's queue is {{ $value | humanizePercentage }} full",
      description:
        "What it hands traces or log lines to takes them too slowly, or not at all. Once it is full they are lost.",
    },
    {
      ...about,
      name: "LogLinesMissing",
      // A collector that was not there a day ago has nothing to show for a day.
      when: inLines(
        `(sum(increase(${taken(namespace, "log_records")}[1d])) or vector(0)) == 0`,
        `and on () max(${series("up")} offset 1d) == 1`,
      ),
      for: minutes(30),
      summary: "No log line has come in for a day",
      description:
        "The agents on the nodes hand none to the collector. What programs write lies on the nodes alone.",
    },
  ];
}

function unstructuredAlert(namespace: string, { name, tier }: { name: string; tier: Alert["tier"] }): Alert {
  const { all, bad } = logLines(namespace, name);
  return {
    name: "LogsUnstructured",
    part: name,
    tier,
    severity: "ticket",
    when: inLines(`${bad} > ${unstructuredLines}`, `and ${bad} / ${all} > ${unstructuredShare}`),
    for: minutes(10),
    summary: `${name} wrote {{ $value | humanize }} log lines in an hour that are not JSON with time, level and message`,
    description:
      "Nobody finds them by level, class or trace, and what is personal in them is masked only where it looks so.",
  };
}
