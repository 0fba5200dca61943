import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import { minutes } from "../../../model/quantities/duration.ts";
import { runnablesOf } from "../../../model/runnable.ts";
import { namespaceName } from "../../system-context.ts";
import type { Alert } from "../alert.ts";
import { inLines, observedGrowth } from "../counter.ts";
import { seriesOf } from "../monitored-series.ts";
import { countedLines } from "./collector-configuration.ts";
import { collectorPart, runsCollector } from "./collector-part.ts";
import { structured, writer } from "./log-processors.ts";

/** The name of the rules. */
export const telemetryAlertsName = "telemetry-alerts";

/** The share of a queue at which something behind it has been away for minutes. */
const half = 0.5;

/** A library's greeting at the start is no news; more lines than this within an hour, and this share of all, are. */
const unstructuredLines = 20;
const unstructuredShare = 0.01;

/** A name of OpenTelemetry as Prometheus has it. */
const label = (name: string): string => name.replaceAll(".", "_");

/** Whether a system's traces and log lines arrive, and whether its programs write lines that can be read (POL-21). Dev has no collector. */
export function telemetryAlerts(
  { name: stack }: Pick<Environment, "name">,
  { system }: Pick<SystemEnvironment, "system">,
): readonly Alert[] {
  if (!runsCollector(stack)) return [];
  const namespace = namespaceName({ system: system.name, environment: stack });
  return [
    ...collectorAlerts(namespace),
    ...runnablesOf(system)
      .filter(({ runnable }) => runnable.kind !== "migration")
      .map(({ name, runnable }) =>
        unstructuredAlert(namespace, { name, tier: "tier" in runnable ? runnable.tier : "standard" }),
      ),
  ];
}

function collectorAlerts(namespace: string): readonly Alert[] {
  const { name: part, tier } = collectorPart;
  const series = seriesOf(namespace, part);
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
        ...lossMetrics.map(
          (metric, index) => `${index === 0 ? "" : "+ "}(${lost(namespace, metric)} or vector(0))`,
        ),
        "> 0",
      ),
      for: minutes(5),
      summary: "{{ $value | humanize }} spans and log lines were lost in a quarter of an hour",
      description: "The collector could not hand them on for five minutes, or had no room left to keep them.",
    },
    {
      ...about,
      name: "TelemetryQueueFilling",
      when: `max(${series("otelcol_exporter_queue_size")} / ${series("otelcol_exporter_queue_capacity")}) > ${half}`,
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
        `(sum(increase(${series("otelcol_receiver_accepted_log_records")}[1d])) or vector(0)) == 0`,
        `and on () max(${series("up")} offset 1d) == 1`,
      ),
      for: minutes(30),
      summary: "No log line has come in for a day",
      description:
        "The agents on the nodes hand none to the collector. What programs write lies on the nodes alone.",
    },
  ];
}

const lossMetrics = (["send_failed", "enqueue_failed"] as const).flatMap((how) =>
  (["spans", "log_records"] as const).map((what) => `otelcol_exporter_${how}_${what}`),
);

/** A counter of losses is not there before the first one, which must be seen too. */
const lost = (namespace: string, metric: string): string => {
  const matchers = [`job="${namespace}/${collectorPart.name}"`];
  return observedGrowth({ metric, matchers, labels: ["exporter"], targets: matchers }, minutes(15));
};

function unstructuredAlert(namespace: string, { name, tier }: { name: string; tier: Alert["tier"] }): Alert {
  const series = seriesOf(namespace, collectorPart.name);
  const lines = (...more: readonly string[]): string =>
    `sum(increase(${series(countedLines, `${label(writer)}="${name}"`, ...more)}[1h]))`;
  const bad = lines(`${label(structured)}="false"`);
  return {
    name: "LogsUnstructured",
    part: name,
    tier,
    severity: "ticket",
    when: inLines(`${bad} > ${unstructuredLines}`, `and ${bad} / ${lines()} > ${unstructuredShare}`),
    for: minutes(10),
    summary: `${name} wrote {{ $value | humanize }} log lines in an hour that are not JSON with time, level and message`,
    description:
      "Nobody finds them by level, class or trace, and what is personal in them is masked only where it looks so.",
  };
}
