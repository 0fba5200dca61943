import { expect, it } from "vitest";
import { counter, gauge, histogram } from "../../../../model/metric.ts";
import { port } from "../../../../model/port.ts";
import { hours, milliseconds, seconds } from "../../../../model/quantities/duration.ts";
import { percent } from "../../../../model/quantities/percentage.ts";
import { wholeNumber } from "../../../../model/setting-shape.ts";
import type { System } from "../../../../model/system.ts";
import { validateWatches } from "../../../../model/validation/validate-watches.ts";
import { setting } from "../../../../model/variable.ts";
import {
  costWatch,
  dailyLimitWatch,
  errorRateWatch,
  operationLatencyWatch,
  paymentWatch,
  poolWatch,
  queueWatch,
  requestLatencyWatch,
  tickWatch,
  type Watch,
} from "../../../../model/watch.ts";
import { systems } from "../../../../systems/all.ts";
import { clock, shop } from "../declared-shop.ts";

const print = histogram({
  name: "print_duration_seconds",
  meaning: "",
  by: ["api"],
  bounds: [seconds(1), seconds(5)],
});
const ticks = histogram({ name: "tick_delay_seconds", meaning: "", by: ["clock"], bounds: [seconds(1)] });
const queue = gauge({ name: "print_queue_depth", meaning: "", by: ["api"] });
const connections = gauge({ name: "connections", meaning: "", by: ["api"], labels: ["state"] });
const most = gauge({ name: "most_connections", meaning: "", by: ["api"] });
const sheets = counter({ name: "sheets_total", meaning: "", by: ["api"] });
const payments = counter({ name: "payments_total", meaning: "", by: ["api"], labels: ["outcome"] });
const foreign = counter({ name: "foreign_total", meaning: "", by: ["api"] });

const printing: System = {
  ...shop,
  services: { ...shop.services, clock: { ...clock, metrics: port(9464) } },
  variables: {
    ...shop.variables,
    SHEETS: setting("sheets a day", "100", wholeNumber(1)),
    NONE: setting("sheets a day", { dev: "0", staging: "1", production: "many" }, wholeNumber(0)),
  },
  metrics: [print, ticks, queue, connections, most, sheets, payments],
};
const problemsOf = (...watches: Watch[]) => validateWatches({ ...printing, watches });

const latency = requestLatencyWatch({
  name: "latency",
  service: "api",
  target: seconds(1),
  alert: seconds(2),
});
const errors = errorRateWatch({ name: "errors", service: "api", target: percent(1), alert: percent(5) });
const printed = operationLatencyWatch({
  name: "print",
  metric: print,
  target: seconds(1),
  alert: seconds(5),
});
const ticking = tickWatch({ name: "ticks", metric: ticks, every: seconds(5), alert: 3 });
const waiting = queueWatch({
  name: "queue",
  metric: queue,
  alert: 100,
  goal: { metric: print, within: seconds(5) },
});
const pool = poolWatch({ name: "pool", connections, most, target: percent(80), alert: percent(90) });
const daily = dailyLimitWatch({ name: "sheets", metric: sheets, limit: "SHEETS", alert: percent(80) });
const cost = costWatch({
  name: "cost",
  metric: sheets,
  unusual: 2,
  atLeast: 5,
  budget: { dev: 1, staging: 2, production: 3 },
});
const paid = paymentWatch({
  name: "payments",
  metric: payments,
  failed: { label: "outcome", value: "failed" },
  target: percent(1),
  alert: percent(5),
});

it("a watch of each kind can be declared, and those of the systems are", () => {
  expect(problemsOf(latency, errors, printed, ticking, waiting, pool, daily, cost, paid)).toEqual([]);
  for (const system of systems) {
    expect(validateWatches(system), system.name).toEqual([]);
    expect(system.watches.length, system.name).toBeGreaterThan(2);
  }
});

it("opens a ticket unless something else is said, and payments wake somebody", () => {
  const declared = [latency, errors, printed, ticking, waiting, pool, daily, cost];
  expect(new Set(declared.map(({ severity }) => severity))).toEqual(new Set(["ticket"]));
  expect(paid.severity).toBe("page");
});

const beyond = (alert: string, target: string): string =>
  `${alert} is not beyond the target of ${target}; nobody would be told in time, or always`;

it.each<[string, Watch, string, string]>([
  [
    "a name with a space",
    { ...errors, name: "API errors" },
    "name",
    '"API errors" is not a name; use at most 40 lower-case letters, digits and -, a letter first',
  ],
  [
    "a service that nobody declared",
    { ...latency, service: "web" },
    "service",
    '"web" is no HTTP service of the system; known: api',
  ],
  [
    "a service that answers no HTTP",
    { ...errors, service: "clock" },
    "service",
    '"clock" is no HTTP service of the system; known: api',
  ],
  [
    "a metric that nobody declared",
    { ...daily, metric: foreign },
    "metric",
    '"foreign_total" is not declared; add it to the system\'s metrics, and name the same one here',
  ],
  [
    "a goal by a metric that is only called as a declared one",
    { ...waiting, goal: { metric: { ...print }, within: seconds(5) } },
    "metric",
    '"print_duration_seconds" is not declared; add it to the system\'s metrics, and name the same one here',
  ],
  ["an alert at the target", { ...latency, alert: seconds(1) }, "alert", beyond("1s", "1s")],
  ["an alert before the target", { ...errors, alert: percent(0.5) }, "alert", beyond("0.5%", "1%")],
  ["a pool that is told of too early", { ...pool, alert: percent(70) }, "alert", beyond("70%", "80%")],
  ["payments that are told of too early", { ...paid, alert: percent(1) }, "alert", beyond("1%", "1%")],
  [
    "all of them",
    { ...latency, quantile: percent(100) },
    "quantile",
    "100% is all or nothing; give a share between 0 and 100",
  ],
  [
    "a target that is no bound",
    { ...printed, target: milliseconds(500) },
    "target",
    '500ms is no bound of "print_duration_seconds", so nothing is counted by it; it has 1s, 5s',
  ],
  [
    "an alert that is no bound",
    { ...printed, alert: seconds(6) },
    "alert",
    '6s is no bound of "print_duration_seconds", so nothing is counted by it; it has 1s, 5s',
  ],
  [
    "a goal that is no bound",
    { ...waiting, goal: { metric: print, within: hours(1) } },
    "goal.within",
    '1h is no bound of "print_duration_seconds", so nothing is counted by it; it has 1s, 5s',
  ],
  ["half a missed tick", { ...ticking, alert: 2.5 }, "alert", "2.5 is not a whole number of 1 or more"],
  [
    "ticks without a pause",
    { ...ticking, every: seconds(0) },
    "every",
    "0s is no time between two ticks; give a longer span",
  ],
  [
    "a stop that is shorter than the time between two ticks",
    { ...ticking, stopped: seconds(5) },
    "stopped",
    "within 5s no tick may be due, as one is each 5s; give a longer span",
  ],
  ["no job", { ...waiting, alert: 0 }, "alert", "0 is not a whole number of 1 or more"],
  [
    "connections that don't tell which are used",
    { ...pool, connections: most },
    "connections",
    '"most_connections" has no label "state"; it has none',
  ],
  [
    "payments that don't tell how they went",
    { ...paid, failed: { label: "result", value: "failed" } },
    "failed.label",
    '"payments_total" has no label "result"; it has outcome',
  ],
  ["no failure", { ...paid, atLeast: 0 }, "atLeast", "0 is not a whole number of 1 or more"],
  [
    "no share of a limit",
    { ...daily, alert: percent(0) },
    "alert",
    "0% is all or nothing; give a share between 0 and 100",
  ],
  [
    "a limit that is no setting",
    { ...daily, limit: "API_KEY" },
    "limit",
    '"API_KEY" is no setting of the system; known: LOG_LEVEL, ANALYZE, SHEETS, NONE',
  ],
  [
    "what is usual",
    { ...cost, unusual: 1 },
    "unusual",
    "1 times the usual is not more than usual; give more than 1",
  ],
  [
    "no money",
    { ...cost, atLeast: 0 },
    "atLeast",
    "0 is no amount of money; give one above 0, in US dollars",
  ],
  [
    "a debt",
    { ...cost, budget: { dev: 1, staging: -1, production: 1 } },
    "budget.staging",
    "-1 is no amount of money; give one above 0, in US dollars",
  ],
  [
    "all of a budget",
    { ...cost, alert: percent(100) },
    "alert",
    "100% is all or nothing; give a share between 0 and 100",
  ],
])("%s is refused", (_, watch, field, message) => {
  expect(problemsOf(watch)).toEqual([{ path: `shop.watches[0].${field}`, message }]);
});

it("a limit is a number in each environment", () => {
  expect(problemsOf({ ...daily, limit: "NONE" })).toEqual([
    {
      path: "shop.watches[0].limit",
      message: '"NONE" is "0" in dev, which is no limit; give it a number above 0',
    },
    {
      path: "shop.watches[0].limit",
      message: '"NONE" is "many" in production, which is no limit; give it a number above 0',
    },
  ]);
});

it("two watches are not called the same, and all that is wrong is said at once", () => {
  expect(problemsOf(errors, { ...errors, service: "web", alert: percent(1) })).toEqual([
    { path: "shop.watches[1].name", message: '"errors" is what watches[0] is called too; choose another' },
    { path: "shop.watches[1].service", message: '"web" is no HTTP service of the system; known: api' },
    { path: "shop.watches[1].alert", message: beyond("1%", "1%") },
  ]);
});
