import { describe, expect, test } from "vitest";
import { alertRuleSpec } from "../../components/observability/alert-rule-spec.ts";
import { telemetryAlerts } from "../../components/observability/telemetry/telemetry-alerts.ts";
import { minutes } from "../../model/quantities/duration.ts";
import { realEnvironment, realSystem } from "../support/declarations.ts";
import { labelled } from "./made-up-series.ts";
import { hasPromtool } from "./promtool.ts";
import { checkRules, type RuleTest, testRules } from "./rule-file.ts";

// CRB's collectors, of which two answer, as Prometheus sees them.

const environment = realEnvironment("production");
const own = realSystem("production", "crb-analyser");
const alerts = telemetryAlerts(environment, own);
const rules = alertRuleSpec(alerts, environment, {
  system: own.system.name,
  owner: own.system.owner,
  environment: environment.name,
});

const namespace = "crb-analyser-production";
const of = (metric: string, labels: Readonly<Record<string, string>> = {}, pod = "a"): string =>
  labelled(metric, { job: `${namespace}/otel-collector`, namespace, instance: pod, pod, ...labels });

const lines = (structured: "true" | "false"): string =>
  of("slipway_log_lines_total", { part: "crb-backend", log_structured: structured });
const personal = (part = "crb-backend", pod = "a"): string =>
  of("slipway_personal_log_lines_total", { part }, pod);
const failed = of("otelcol_exporter_send_failed_spans", { exporter: "otlp_http/traces" });
const full = of("otelcol_exporter_enqueue_failed_spans", { exporter: "otlp_http/traces" }, "b");
const unsent = of("otelcol_exporter_send_failed_log_records", { exporter: "otlp_http/logs" }, "b");
const refused = (what: "spans" | "log_records"): string =>
  of(`otelcol_receiver_refused_${what}`, { receiver: "otlp", transport: "http" }, "b");
const queue = (what: "size" | "capacity"): string =>
  of(`otelcol_exporter_queue_${what}`, { exporter: "otlp_http/traces", data_type: "traces" });
const accepted = of("otelcol_receiver_accepted_log_records", { receiver: "otlp" });

/** Two hours in steps of five minutes, and of what takes a day, days in steps of an hour. */
const course = 24;
const days = 50;

const healthy = (steps: number): RuleTest["series"] => ({
  [of("up")]: 1,
  [of("up", {}, "b")]: 1,
  [accepted]: `0+50x${steps}`,
  [lines("true")]: `0+50x${steps}`,
  // A greeting of some library, each time that a pod starts.
  [lines("false")]: `0x${steps - 6} 5x6`,
  [queue("size")]: 3,
  [queue("capacity")]: 1000,
});

interface Course extends Pick<RuleTest, "name" | "fires"> {
  readonly differs: RuleTest["series"];
  readonly gone?: readonly string[];
}

const courses: readonly Course[] = [
  { name: "all is well", differs: {}, fires: [] },
  { name: "one collector of two is away", differs: { [of("up", {}, "b")]: 0 }, fires: [] },
  {
    name: "both are away, and nothing is known of them",
    differs: { [of("up")]: 0, [of("up", {}, "b")]: 0 },
    fires: ["TelemetryCollectorDown"],
  },
  {
    name: "spans are lost for the first time, ten minutes ago",
    differs: { [failed]: `_x${course - 2} 12 12 12` },
    fires: ["TelemetryLost"],
  },
  {
    name: "spans find no room at the other collector",
    differs: { [full]: `7x${course - 3} 9 9 9` },
    fires: ["TelemetryLost"],
  },
  {
    name: "the store takes no line for a moment, and the agent keeps them",
    differs: {
      [unsent]: `0x${course - 2} 12 12`,
      [refused("log_records")]: `0x${course - 2} 12 12`,
    },
    fires: [],
  },
  {
    name: "the store takes no line for a quarter of an hour, and those that wait are counted again and again",
    differs: {
      [refused("log_records")]: `0x${course - 3} 12 24 36`,
      [lines("false")]: `0+5x${course}`,
      [lines("true")]: `0+95x${course}`,
    },
    fires: ["TelemetryLost"],
  },
  {
    name: "the collector has had no memory for spans since a quarter of an hour",
    differs: { [refused("spans")]: `_x${course - 2} 12 24 36` },
    fires: ["TelemetryLost"],
  },
  {
    name: "spans were lost an hour ago and more, and none since",
    differs: { [failed]: `0x5 12x${course}` },
    fires: [],
  },
  {
    name: "the vendor takes nothing for a quarter of an hour",
    differs: { [queue("size")]: `3x${course - 4} 501x4` },
    fires: ["TelemetryQueueFilling"],
  },
  { name: "the queue is half full", differs: { [queue("size")]: `3x${course - 4} 500x4` }, fires: [] },
  {
    name: "every fiftieth line is text",
    differs: { [lines("false")]: `0+1x${course}`, [lines("true")]: `0+49x${course}` },
    fires: [],
  },
  {
    name: "every twentieth line is text, sixty in an hour",
    differs: { [lines("false")]: `0+5x${course}`, [lines("true")]: `0+95x${course}` },
    fires: ["LogsUnstructured"],
  },
  {
    name: "sixty lines in an hour are text, of ten thousand",
    differs: { [lines("false")]: `0+5x${course}`, [lines("true")]: `0+995x${course}` },
    fires: [],
  },
  {
    name: "all lines are text, of a program that writes few",
    differs: { [lines("false")]: `0+1x${course}`, [lines("true")]: `0x${course}` },
    fires: [],
  },
  {
    name: "one line held something personal, three quarters of an hour ago, the first ever",
    differs: { [personal()]: `_x${course - 9} 1x9` },
    fires: ["LogsPersonal"],
  },
  {
    name: "one line held something personal, just now",
    differs: { [personal()]: `2x${course - 1} 3` },
    fires: ["LogsPersonal"],
  },
  {
    name: "lines held something personal until an hour ago, and none since",
    differs: { [personal()]: `0+3x${course - 12} ${3 * (course - 12)}x12` },
    fires: [],
  },
  {
    name: "the collector has begun anew, and counted one such line since",
    differs: { [personal()]: `40x${course - 6} 1x6` },
    fires: ["LogsPersonal"],
  },
  {
    name: "the collector has begun anew, and no such line has come since",
    differs: { [personal()]: `40x${course - 6} _x6` },
    fires: [],
  },
  {
    name: "a new collector has counted one such line of another program",
    differs: { [personal()]: 4, [personal("crb-frontend", "c")]: `_x${course - 2} 1x2` },
    fires: ["LogsPersonal"],
  },
  {
    name: "the store takes no line for a moment, and one with something personal is counted again",
    differs: { [refused("log_records")]: `0x${course - 2} 12 12`, [personal()]: `0x${course - 2} 1 2` },
    fires: ["LogsPersonal"],
  },
];

const overDays: readonly Course[] = [
  { name: "lines come in each day", differs: {}, fires: [] },
  {
    name: "no line has come in for a day, or ever",
    differs: { [accepted]: `50x${days}` },
    fires: ["LogLinesMissing"],
  },
  {
    name: "the collectors are new, and no line has come yet",
    differs: { [of("up")]: `_x${days - 12} 1x12`, [of("up", {}, "b")]: `_x${days - 12} 1x12` },
    gone: [accepted],
    fires: [],
  },
];

test("each alert fires in some course of events", () => {
  expect([...new Set([...courses, ...overDays].flatMap(({ fires }) => fires))].sort()).toEqual(
    [...new Set(alerts.map(({ name }) => name))].sort(),
  );
});

test("dev has none, and every program of a system is asked for lines that can be read", () => {
  expect(telemetryAlerts({ name: "dev" }, own)).toEqual([]);
  for (const owed of ["LogsUnstructured", "LogsPersonal"]) {
    const asked = alerts.filter(({ name }) => name === owed).map(({ part }) => part);
    expect(asked, owed).toEqual(Object.keys(own.system.services));
  }
  expect(alerts.filter(({ severity }) => severity === "page")).toEqual([]);
});

describe.skipIf(!hasPromtool())("Prometheus", () => {
  test("reads the rules", async () => {
    await checkRules(rules);
  });

  test("says of each program how many of its lines it was, of both collectors", async () => {
    const series = {
      [personal()]: `2x${course - 1} 5`,
      [personal("crb-backend", "b")]: `_x${course - 3} 1x3`,
      [personal("crb-frontend")]: 7,
    };
    const { when = "" } =
      alerts.find(({ name, part }) => name === "LogsPersonal" && part === "crb-backend") ?? {};
    const firing = { ...healthy(course), ...series };
    const test = { name: "both", series: firing, at: course * 5, fires: ["LogsPersonal"] };
    await testRules(rules, minutes(5), [{ ...test, comesTo: { [when]: 4 } }]);
  });

  test.each([
    { step: minutes(5), steps: course, played: courses },
    { step: minutes(60), steps: days, played: overDays },
  ])(
    "fires what should, and nothing else, in $played.length courses of events",
    async ({ step, steps, played }) => {
      const tests = played.map(({ name, differs, gone = [], fires }): RuleTest => ({
        name,
        series: Object.fromEntries(
          Object.entries({ ...healthy(steps), ...differs }).filter(([series]) => !gone.includes(series)),
        ),
        at: (steps * step.wholeSeconds) / 60,
        fires,
      }));
      await testRules(rules, step, tests);
    },
    60_000,
  );
});
