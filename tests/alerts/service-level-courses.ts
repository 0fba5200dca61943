import type { RuleTest } from "./rule-file.ts";
import {
  apiReady,
  availabilityRecorded as level,
  answers,
  counted,
  type Course,
  faults,
  gatewayAnswers,
  gatewayUp,
  quick,
  ready,
  theRest,
  up,
  upOf,
  workersUp,
} from "./service-level-series.ts";

/** A course of events of which everything else is well. */
export const course = (
  name: string,
  at: number,
  series: Course,
  fires: readonly string[],
  comesTo?: RuleTest["comesTo"],
): RuleTest => ({ name, at, series: { ...theRest(at), ...series }, fires, ...(comesTo && { comesTo }) });

const fast = "ErrorBudgetBurnsFast";
export const slow = "ErrorBudgetBurnsSlowly";
const outage = (bad: number) => faults({ bad, badPerMinute: 100 });
const tenth = (bad: number) => faults({ bad, badPerMinute: 10 });
const fresh = (bad: number) => faults({ good: 0, bad, badPerMinute: 10 });
/** Another pod of the API. */
const other = "10.0.0.4:3002";
/** A series as it is called once its target has a further label. */
const onNode = (series: string): string => series.replace(/}$/, ',node="n1"}');
const bare = (query: string): string => `sum(${query})`;

// The minutes are worked out by hand. Of 30 days the budget of 99.5 % is 0.5 %; 14.4 times that is 7.2 % of an hour's requests.

export const courses: readonly RuleTest[] = [
  course("all is well", 90, faults({ bad: 30, badPerMinute: 0 }), []),

  // 7.2 % of 60 minutes are 4.32.
  course("everything failed for 4 minutes", 64, outage(4), []),
  course("everything failed for 5 minutes", 65, outage(5), [fast]),
  // 10 % of 43.2 minutes.
  course("one in ten failed for 43 minutes", 103, tenth(43), []),
  course("one in ten failed for 44 minutes", 104, tenth(44), [fast]),
  course("a fresh install pages no sooner, at 43 minutes", 43, fresh(43), []),
  course("a fresh install pages no later, at 44 minutes", 44, fresh(44), [fast]),

  course(
    "an outage is over when five minutes were good",
    76,
    faults({ bad: 10, badPerMinute: 100, after: 6 }),
    [],
  ),

  course(
    "few requests: one of three failed",
    80,
    {
      [answers("200")]: counted([60, 0], [2, 1], [18, 0]),
      [quick("200")]: counted([60, 0], [2, 1], [18, 0]),
      [answers("503")]: counted([62, 0], [1, 1], [17, 0]),
      [quick("503")]: counted([62, 0], [1, 1], [17, 0]),
    },
    [],
  ),
  course(
    "four requests in all, and all failed",
    70,
    {
      [answers("503")]: counted([60, 0], [4, 1], [6, 0]),
      [quick("503")]: counted([60, 0], [4, 1], [6, 0]),
    },
    [slow],
  ),
  course(
    "five requests in all, and all failed",
    66,
    {
      [answers("503")]: counted([60, 0], [5, 1], [1, 0]),
      [quick("503")]: counted([60, 0], [5, 1], [1, 0]),
    },
    [fast, slow],
  ),
  course(
    "a first failure makes a series, and counts",
    62,
    {
      ...faults({ bad: 2, badPerMinute: 0 }),
      [answers("500", "/v1/new")]: "_x60 700 700",
      [quick("500")]: "_x60 700 700",
    },
    [fast],
    { [bare(`slo:bad_requests:increase1m${level}`)]: 0 },
  ),

  course("no traffic", 90, { [answers()]: counted([90, 0]), [quick()]: counted([90, 0]) }, []),
  course("no request since it began", 90, {}, []),

  course(
    "a pod restarts, and its counters begin anew",
    70,
    {
      [answers("200")]: `${counted([60, 100])} 100+100x9`,
      [quick("200")]: `${counted([60, 100])} 100+100x9`,
      [answers("503")]: `7000x60 0x9`,
      [quick("503")]: `7000x60 0x9`,
    },
    [],
  ),
  course(
    "one of two pods is not asked for half an hour, and nothing of it is counted afterwards",
    95,
    {
      ...faults({ bad: 35, badPerMinute: 0 }),
      [upOf(other)]: "1x60 _x30 1x4",
      [answers("503", "/v1/jobs", other)]: "0x60 _x30 3000x4",
    },
    [],
  ),
  course(
    "a pod answers Prometheus every second minute, and users never",
    70,
    {
      [up]: "1x60 0 1 0 1 0 1 0 1 0 1",
      [answers("200")]: counted([60, 100]),
      [quick("200")]: counted([60, 100]),
      [answers("503")]: "0x60 _ 200 _ 400 _ 600 _ 800 _ 1000",
      [quick("503")]: "0x60 _ 200 _ 400 _ 600 _ 800 _ 1000",
    },
    [fast],
  ),
  course(
    "targets get a further label, and all series of them are new",
    80,
    {
      [up]: "1x60 _x20",
      [answers("200")]: `${counted([60, 100])} _x20`,
      [quick("200")]: `${counted([60, 100])} _x20`,
      [answers("503")]: "9000x60 _x20",
      [quick("503")]: "9000x60 _x20",
      [onNode(up)]: "_x61 1x19",
      [onNode(answers("200"))]: "_x61 6100+100x18",
      [onNode(quick("200"))]: "_x61 6100+100x18",
      [onNode(answers("503"))]: "_x61 9000x18",
      [onNode(quick("503"))]: "_x61 9000x18",
    },
    [],
  ),

  course(
    "answers are slow: two in three take too long",
    64,
    {
      ...faults({ bad: 4, badPerMinute: 0 }),
      [quick("200")]: counted([60, 100], [4, 33]),
    },
    [],
  ),
  // 14.4 times 5 % are 72 % of an hour's requests: nine in ten, for 48 minutes.
  course(
    "nine in ten are slow for 48 minutes",
    108,
    {
      ...faults({ bad: 48, badPerMinute: 0 }),
      [quick("200")]: counted([60, 100], [48, 10]),
    },
    [],
  ),
  course(
    "nine in ten are slow for 49 minutes",
    109,
    {
      ...faults({ bad: 49, badPerMinute: 0 }),
      [quick("200")]: counted([60, 100], [49, 10]),
    },
    [fast],
  ),

  course("the bound is none of the histogram's", 90, { [answers()]: counted([90, 100]) }, [
    "ServiceLevelUnknown",
  ]),
  course(
    "more are quick than there are requests",
    90,
    {
      [answers()]: counted([90, 100]),
      [quick()]: counted([90, 110]),
    },
    ["ServiceLevelUnknown"],
  ),

  course(
    "no pod is reached for two minutes",
    62,
    { ...faults({ bad: 0, badPerMinute: 0 }), [up]: "1x60 0x2" },
    [],
  ),
  course(
    "no pod is reached, and those who come in vain count",
    70,
    { ...faults({ bad: 0, badPerMinute: 0 }), [up]: "1x60 0x10" },
    ["ServiceDown", fast],
  ),
  course(
    "no pod of the API is ready, so the gateway answers for it",
    70,
    { ...faults({ good: 60, bad: 0, badPerMinute: 0 }), [apiReady]: "1x60 0x10" },
    ["ServiceDown", fast],
  ),
  course("a worker is gone", 70, workersUp("1x60 0x10"), ["ServiceDown"]),
  course("none of the site's pods is ready", 70, { [ready]: "1x60 0x10" }, ["ServiceDown"]),
  course("nobody tells which pods are ready", 70, { [ready]: "_x70" }, []),
  course(
    "the service writes its status into another label",
    90,
    { [answers("200").replace("status=", "code=")]: counted([90, 100]), [quick()]: counted([90, 100]) },
    ["ServiceLevelUnknown"],
  ),
  course("the gateway is not asked", 90, { [gatewayAnswers()]: "_x90", [gatewayUp]: "_x90" }, [
    "ServiceLevelUnknown",
  ]),
  course("nothing is known of any pod", 70, { [up]: "_x70" }, ["ServiceDown"]),

  // Ten of a month's 43,200 minutes, which may have 216 bad ones. Days that nobody counted are taken for good.
  course(
    "an outage of ten minutes takes its share of the month",
    120,
    faults({ bad: 10, badPerMinute: 100, after: 50 }),
    [],
    {
      [bare(`slo:period_error_budget_remaining:ratio${level}`)]: 1 - 10 / 216,
      [bare(`slo:objective:ratio${level}`)]: 0.995,
      [bare(`slo:error_budget:ratio${level}`)]: 0.005,
      // Ten of the 120 minutes that are known.
      [bare(`slo:period_burn_rate:ratio${level}`)]: 10 / 120 / 0.005,
      [bare(`slo:time_period:days${level}`)]: 30,
      [bare(`slo:history:seconds${level}`)]: 7200,
      [bare(`slo:info${level.replace(/}$/, ',owner="atlas-team",service="web",tier="critical"}')}`)]: 1,
    },
  ),
];
