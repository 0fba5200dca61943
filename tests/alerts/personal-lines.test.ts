import { describe, expect, test } from "vitest";
import { alertRuleSpec } from "../../components/observability/alert-rule-spec.ts";
import { telemetryAlerts } from "../../components/observability/telemetry/telemetry-alerts.ts";
import { minutes } from "../../model/quantities/duration.ts";
import { realEnvironment, realSystem } from "../support/declarations.ts";
import { labelled } from "./made-up-series.ts";
import { hasPromtool } from "./promtool.ts";
import { type RuleTest, testRules } from "./rule-file.ts";

// What becomes of the alert on personal lines while collectors restart, move and go unseen, minute by minute.

const environment = realEnvironment("production");
const own = realSystem("production", "crb-analyser");
const part = "crb-backend";
const namespace = "crb-analyser-production";
const alerts = telemetryAlerts(environment, own).filter(
  (alert) => alert.name === "LogsPersonal" && alert.part === part,
);
const rules = alertRuleSpec(alerts, environment, {
  system: own.system.name,
  owner: own.system.owner,
  environment: environment.name,
});

/** From a minute on a value; or nothing, as after an answer without it, or none. */
type Change = readonly [minute: number, value: number | "gone"];

const end = 230;

const told = (...changes: readonly Change[]): string =>
  Array.from({ length: end + 1 }, (_, minute) => {
    const [since, value] = changes.findLast(([from]) => from <= minute) ?? [undefined, "_"];
    if (value !== "gone") return value;
    return since === minute ? "stale" : "_";
  }).join(" ");

const of = (pod: string, metric: string, port: string, labels = {}): string =>
  labelled(metric, {
    job: `${namespace}/otel-collector`,
    namespace,
    instance: `${pod}:${port}`,
    pod,
    ...labels,
  });

interface Collector {
  /** Its count of personal lines. @default none */
  readonly counts?: readonly Change[];
  /** When it answers. @default always */
  readonly answers?: readonly Change[];
}

/** A collector is asked at two ports, of which one has the count. */
const collector = (pod: string, { counts = [], answers = [[0, 1]] }: Collector): RuleTest["series"] => ({
  [of(pod, "up", "8888")]: told(...answers),
  [of(pod, "up", "8889")]: told(...answers),
  ...(counts.length > 0 && {
    [of(pod, "slipway_personal_log_lines_total", "8889", { part })]: told(...counts),
  }),
});

interface Course {
  readonly what: string;
  readonly collectors: Readonly<Record<string, Collector>>;
  /** How many lines it tells of, by the minute at which it is looked at; with none it does not fire. */
  readonly tells: Readonly<Record<number, number>>;
}

const restarted: readonly Change[] = [
  [0, 1],
  [100, 0],
  [102, 1],
];
const rolledAway: readonly Change[] = [
  [0, 1],
  [110, "gone"],
];
const since = (minute: number): readonly Change[] => [[minute, 1]];
const unseen = (from: number, until: number): readonly Change[] => [
  [0, 1],
  [from, "gone"],
  [until, 1],
];

const courses: readonly Course[] = [
  {
    what: "the first line ever",
    collectors: { a: { counts: since(105) }, b: {} },
    tells: { 100: 0, 110: 1, 160: 1, 170: 0 },
  },
  {
    what: "a collector restarts in its place, and comes to the same count by a new line",
    collectors: { a: { counts: [...unseen(100, 135)], answers: restarted }, b: {} },
    tells: { 100: 0, 130: 0, 140: 1, 190: 1, 200: 0 },
  },
  {
    what: "a collector restarts in its place, and no line comes",
    collectors: {
      a: {
        counts: [
          [0, 40],
          [100, "gone"],
        ],
        answers: restarted,
      },
      b: {},
    },
    tells: { 110: 0, 160: 0, 170: 0 },
  },
  {
    what: "a collector restarts in its place, and counts more than before",
    collectors: {
      a: {
        counts: [
          [0, 2],
          [100, "gone"],
          [135, 3],
        ],
        answers: restarted,
      },
      b: {},
    },
    tells: { 130: 0, 140: 3, 190: 3, 200: 0 },
  },
  {
    what: "a collector restarts after a line, and no other comes",
    collectors: {
      a: {
        counts: [
          [0, 2],
          [95, 3],
          [100, "gone"],
        ],
        answers: restarted,
      },
      b: {},
    },
    tells: { 100: 1, 150: 1, 160: 0 },
  },
  {
    what: "a collector forgets an old count, and begins at one",
    collectors: { a: { counts: unseen(50, 135) }, b: {} },
    tells: { 60: 0, 130: 0, 140: 1, 200: 0 },
  },
  {
    what: "a collector with an old count does not answer for two minutes",
    collectors: {
      a: {
        counts: [
          [0, 5],
          [99, "gone"],
          [101, 5],
        ],
        answers: [
          [0, 1],
          [99, 0],
          [101, 1],
        ],
      },
      b: {},
    },
    tells: { 100: 0, 110: 0, 160: 0, 170: 0 },
  },
  {
    what: "Prometheus is away for longer than an hour, and the old count is still the same",
    collectors: { a: { counts: unseen(50, 125), answers: unseen(50, 125) }, b: { answers: unseen(50, 125) } },
    tells: { 130: 0, 150: 0, 180: 0, 190: 0 },
  },
  {
    what: "a line comes while Prometheus is away",
    collectors: {
      a: {
        counts: [
          [0, 5],
          [50, "gone"],
          [125, 6],
        ],
        answers: unseen(50, 125),
      },
      b: {},
    },
    tells: { 100: 0, 130: 1, 180: 1, 190: 0 },
  },
  {
    what: "the collector that saw a line is rolled away five minutes later",
    collectors: {
      a: {
        counts: [
          [0, 2],
          [105, 3],
          [110, "gone"],
        ],
        answers: rolledAway,
      },
      b: {},
      c: { answers: since(109) },
    },
    tells: { 110: 1, 120: 1, 160: 1, 170: 0 },
  },
  {
    what: "a collector that is new has counted a line when it is asked for the first time",
    collectors: { a: { answers: rolledAway }, b: {}, c: { counts: since(105), answers: since(105) } },
    tells: { 100: 0, 110: 1, 160: 1, 170: 0 },
  },
  {
    what: "one collector counts a line anew, and another one is rolled away after two",
    collectors: {
      a: { counts: unseen(100, 105), answers: restarted },
      b: {
        counts: [
          [0, 7],
          [105, 9],
          [110, "gone"],
        ],
        answers: rolledAway,
      },
    },
    tells: { 100: 0, 120: 3, 160: 3, 170: 0 },
  },
];

test("each course has a time at which nothing is told", () => {
  for (const { what, tells } of courses) expect(Object.values(tells), what).toContain(0);
  expect(alerts).toHaveLength(1);
});

describe.skipIf(!hasPromtool())("Prometheus", () => {
  test("tells of each personal line for an hour, whatever becomes of who counted it (POL-21)", async () => {
    const [{ when } = { when: "" }] = alerts;
    const tests = courses.flatMap(({ what, collectors, tells }) =>
      Object.entries(tells).map(([minute, count]): RuleTest => ({
        name: `${what}, minute ${minute}`,
        series: Object.assign(
          {},
          ...Object.entries(collectors).map(([pod, one]) => collector(pod, one)),
        ) as RuleTest["series"],
        at: Number(minute),
        fires: count > 0 ? ["LogsPersonal"] : [],
        ...(count > 0 && { comesTo: { [when]: count } }),
      })),
    );
    await testRules(rules, minutes(1), tests, minutes(10));
  });
});
