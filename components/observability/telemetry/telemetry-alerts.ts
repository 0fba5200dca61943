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
  lineWindow,
  losses,
  lost,
  personalLines,
  personalLinesBound,
  queueShares,
  refused,
  signals,
  taken,
  unstructuredShare,
} from "./collector-series.ts";

/** The name of the rules. */
export const telemetryAlertsName = "telemetry-alerts";

/** A library's greeting at the start is no news; more lines than this within an hour are, if they are a share of all that matters. */
const unstructuredLines = 20;

/**
 * Whether a system's traces and log lines arrive, and whether its programs write lines that can be read and hold nothing personal (POL-21).
 * Dev has no collector.
 */
export function telemetryAlerts(
  { name: stack }: Pick<Environment, "name">,
  { system }: Pick<SystemEnvironment, "system">,
): readonly Alert[] {
  if (!runsCollector(stack)) return [];
  const namespace = namespaceName({ system: system.name, environment: stack });
  return [
    ...collectorAlerts(namespace),
    ...writersOf(system).flatMap((each) => [
      unstructuredAlert(namespace, each),
      personalAlert(namespace, each),
    ]),
  ];
}

/** A program whose log lines are looked at. */
type Writer = Pick<Alert, "name" | "tier">;

/** The programs of a system whose log lines are looked at. */
export const writersOf = (system: SystemEnvironment["system"]): readonly Writer[] =>
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
      labels: { direction: "out" },
      // Log lines that nobody took go back to the agent that handed them in.
      when: anyOf(losses.map((how) => lost(namespace, how, "spans"))),
      for: minutes(5),
      summary: "{{ $value | humanize }} spans were lost in a quarter of an hour",
      description: "The collector could not hand them on for five minutes, or had no room left to keep them.",
    },
    {
      ...about,
      name: "TelemetryLost",
      labels: { direction: "in" },
      when: anyOf(signals.map((signal) => refused(namespace, signal, minutes(5)))),
      for: minutes(10),
      summary: "{{ $value | humanize }} spans or log lines were turned away in five minutes, for ten minutes",
      description:
        "Spans that the collector does not take are thrown away by the programs. Log lines wait on the nodes, and are lost when their files are turned over, or at once if the store says that it will never take them.",
    },
    {
      ...about,
      name: "TelemetryQueueFilling",
      when: `max(${queueShares(namespace)}) > ${halfQueue}`,
      for: minutes(10),
      summary: "The collector's queue is {{ $value | humanizePercentage }} full",
      description:
        "What it hands traces to takes them too slowly, or not at all. Once it is full they are lost.",
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

const anyOf = (counts: readonly string[]): string =>
  inLines(...counts.map((count, index) => `${index === 0 ? "" : "+ "}(${count} or vector(0))`), "> 0");

function unstructuredAlert(namespace: string, { name, tier }: Writer): Alert {
  const { all, bad } = logLines(namespace, name);
  return {
    name: "LogsUnstructured",
    part: name,
    tier,
    severity: "ticket",
    when: inLines(
      `${bad} > ${unstructuredLines}`,
      `and ${bad} / ${all} > ${unstructuredShare}`,
      // Lines that the store did not take come again and are counted again.
      `unless on () (${refused(namespace, "log_records", lineWindow)} > 0)`,
    ),
    for: minutes(10),
    summary: `${name} wrote {{ $value | humanize }} log lines in an hour that are not JSON with time, level and message`,
    description:
      "Nobody finds them by level, class or trace, and what is personal in them is masked only where it looks so.",
  };
}

const personalAlert = (namespace: string, { name, tier }: Writer): Alert => ({
  name: "LogsPersonal",
  part: name,
  tier,
  severity: "ticket",
  // Lines that are tried again are counted again, and are no fewer than one.
  when: `${personalLines(namespace, name)} > ${personalLinesBound}`,
  for: minutes(0),
  summary: `${name} wrote {{ $value | humanize }} log lines in an hour that held something personal, or what lets somebody in`,
  description:
    "The collector has taken out what it knows by its name or its look. It can't know all of it, and the node's files and `kubectl logs` still have the whole lines.",
});
