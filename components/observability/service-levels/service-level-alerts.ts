import {
  burnLimit,
  burnRatesOver,
  exhaustionOf,
  roundedFactorOf,
  type BurnRate,
} from "../../../model/burn-rate.ts";
import { periodOf } from "../../../model/objective-period.ts";
import { piecesOf } from "../../../model/objective.ts";
import { days, minutes } from "../../../model/quantities/duration.ts";
import type { Alert } from "../alert.ts";
import { type Counter, inLines, selectorOf } from "../counter.ts";
import {
  badRequestsRecorded,
  coverage,
  errorRatioRecorded,
  remainingBudgetRecorded,
  requestsRecorded,
} from "./service-level-records.ts";
import type { ServiceLevel, WatchedService } from "./service-level.ts";

/** Fewer bad requests than this within the long window tell nobody: of few requests one is a large share. */
export const fewestBadRequests = { page: 5, ticket: 2 } as const;

/** What makes the traffic of a quarter of an hour steady: so many requests, in almost every minute of it. */
export const steadyTraffic = { requests: 100, minutes: 13 } as const;

/** The share of an error budget below which its owner should be careful. */
export const lowBudget = 0.25;

/** What fires where requests came steadily, and come no more. */
export const silenceAlertName = "RequestsStopped";

/** What fires while nobody can tell whether an objective is kept. */
export const unknownLevelAlert = "ServiceLevelUnknown";

const about = ({ id, part, tier }: ServiceLevel) => ({ part, tier, labels: { slo: id } });

/** What a level counts, several of them. */
export const countedBy = ({ objective }: Pick<ServiceLevel, "objective">): string =>
  objective.kind === "uptime" || objective.kind === "durability"
    ? "minutes"
    : objective.kind === "freshness" || (objective.kind === "latency" && objective.measured)
      ? piecesOf(objective)
      : "requests";

/** What was promised, in words: `99.5% of requests answered`. */
export function promiseOf({ objective }: Pick<ServiceLevel, "objective">): string {
  const share = `${objective.target} of ${countedBy({ objective })}`;
  switch (objective.kind) {
    case "availability":
      return `${share} answered without a failure`;
    case "latency":
      if (objective.measured) return `${share} done within ${objective.within}`;
      return `${share}${objective.path === undefined ? "" : ` of ${objective.path}`} answered within ${objective.within}`;
    case "freshness":
      return `${share} at most ${objective.within} late`;
    case "uptime":
      return `${share} reached from outside`;
    case "durability":
      return `${share} with all data safe within the recovery point`;
  }
}

/** What fires while an error budget is spent at a pace. */
export const burnAlertName = ({ severity }: Pick<BurnRate, "severity">): string =>
  severity === "page" ? "ErrorBudgetBurnsFast" : "ErrorBudgetBurnsSlowly";

/** The paces of spending at which somebody is told. */
export const pacesOf = (level: ServiceLevel): readonly BurnRate[] =>
  burnRatesOver(periodOf(level.objective)).filter(({ severity }) => fewestBad(level, severity) !== undefined);

/** With fewer bad ones than this nobody is told at a severity. Nothing where nobody ever is: durability pages nobody. */
export const fewestBad = (
  { indicator }: Pick<ServiceLevel, "indicator">,
  severity: BurnRate["severity"],
): number | undefined => ("holds" in indicator ? indicator.fewestBad : fewestBadRequests)[severity];

function burnAlerts(level: ServiceLevel, rate: BurnRate): readonly Alert[] {
  const { severity, long, short, spent } = rate;
  const fewest = fewestBad(level, severity);
  if (fewest === undefined) return [];
  const period = periodOf(level.objective);
  const limit = burnLimit(level.objective.target, rate, period);
  const alert: Alert = {
    ...about(level),
    name: burnAlertName(rate),
    // What is a page is for all who are shut out or served badly; at a slow pace some are.
    ...(severity === "page" ? { severity } : { severity, priority: "P2" }),
    // What is not known of the long window counts as good: only what was really spent tells.
    when: inLines(
      errorRatioRecorded(level, long),
      `* ${coverage(level, long)} > ${limit}`,
      `and ${errorRatioRecorded(level, short)} > ${limit}`,
      `and sum_over_time(${badRequestsRecorded(level)}[${long}]) >= ${fewest}`,
    ),
    for: minutes(0),
    labels: {
      slo: level.id,
      long: long.toString(),
      short: short.toString(),
      exhaustion: exhaustionOf(rate).toString(),
    },
    summary: `${level.part}: {{ $value | humanizePercentage }} of ${countedBy(level)} were bad over ${long}`,
    description:
      `Promised: ${promiseOf(level)}. At ${roundedFactorOf(rate, period)} times the pace that the promise allows, ${spent} of the budget of ` +
      `${period} went in ${long}; all of it lasts ${exhaustionOf(rate)}.`,
  };
  return [alert];
}

/** Answers while requests are timed, and not by the bound that was promised. A native histogram has none of its own. */
const lacksBound = ({
  total,
  good,
}: {
  readonly total: Counter;
  readonly good: Counter;
}): readonly string[] =>
  good.observations === undefined
    ? [`(count(${selectorOf(total)}) unless on () count(${selectorOf(good)}))`]
    : [];

/** Whether an objective's error budget is being spent, is nearly gone, or can't be told (SLO-22, CF-01). */
export function serviceLevelAlerts(level: ServiceLevel): readonly Alert[] {
  const { indicator } = level;
  return [
    ...pacesOf(level).flatMap((rate) => burnAlerts(level, rate)),
    {
      ...about(level),
      name: unknownLevelAlert,
      severity: "ticket",
      // One answer at most: two would be the same alert twice, which Prometheus refuses.
      when: [
        `(${badRequestsRecorded(level)} > ${requestsRecorded(level)})`,
        `(${badRequestsRecorded(level)} < 0)`,
        ...(level.reachability.miscounted === undefined ? [] : [`(${level.reachability.miscounted})`]),
        ...("holds" in indicator ? [`absent(${indicator.holds})`] : []),
        ...("good" in level.indicator ? lacksBound(level.indicator) : []),
        // A tick was due in the first minute, so its series are there.
        ...("due" in level.indicator
          ? [`(${level.reachability.counted} unless on () count(${selectorOf(level.indicator.total)}))`]
          : []),
      ].join("\nor on () "),
      for: minutes(15),
      summary: `${level.part}: nobody knows whether its objective is kept`,
      description: `Promised: ${promiseOf(level)}. What is counted can't be so: it has no such bound, no status, or more bad ${countedBy(level)} than all, or the gateway counts nothing.`,
    },
    ...("holds" in indicator ? [] : [uncountedAlert(level, indicator)]),
  ];
}

/** Whether there is enough left of an error budget to go on as before (SLO-07). */
export function budgetAlerts(level: ServiceLevel): readonly Alert[] {
  const left = remainingBudgetRecorded(level);
  const description = `Promised over ${periodOf(level.objective)}: ${promiseOf(level)}.`;
  return [
    {
      ...about(level),
      name: "ErrorBudgetLow",
      severity: "ticket",
      when: `${left} < ${lowBudget} > 0`,
      for: minutes(10),
      summary: `${level.part}: {{ $value | humanizePercentage }} of its error budget is left`,
      description: `${description} Releases that can wait should.`,
    },
    {
      ...about(level),
      name: "ErrorBudgetExhausted",
      severity: "ticket",
      when: `${left} <= 0`,
      for: minutes(10),
      summary: `${level.part}: its error budget is spent, {{ $value | humanizePercentage }} of it is left`,
      description: `${description} Below zero is what was overspent. ${
        fewestBad(level, "page") === undefined
          ? "Nobody is woken for it, and no release waits: find out which of its parts failed."
          : "Until days without faults bring some back, only what makes it more reliable is released."
      }`,
    },
  ];
}

/** What is asked, and has not counted one request for a day, is not counting, or nobody has tried what was released. */
const uncountedAlert = (level: ServiceLevel, { total }: { readonly total: Counter }): Alert => ({
  part: level.part,
  tier: level.tier,
  labels: { slo: level.id, reason: "uncounted" },
  name: unknownLevelAlert,
  severity: "ticket",
  when: `${level.reachability.counted} unless on () count(last_over_time(${selectorOf(total)}[1d]))`,
  for: days(1),
  summary: `${level.part}: none of its ${countedBy(level)} has been counted for a day`,
  description: `Promised: ${promiseOf(level)}. What counts the service's ${countedBy(level)} is asked, and has not seen one.`,
});

/** Whether a level tells that nobody comes any more: that of all requests of a service does. */
export const isHeard = ({ objective }: Pick<ServiceLevel, "objective">): boolean =>
  objective.kind === "availability";

/**
 * Whether requests still come where they came steadily at this time of yesterday and of a week ago: what nobody can reach answers no request
 * badly.
 */
export function silenceAlert(level: ServiceLevel): Alert {
  const requests = requestsRecorded(level);
  const steady = (ago: string): string =>
    `(sum_over_time(${requests}[15m] offset ${ago}) >= ${steadyTraffic.requests}` +
    ` and count_over_time((${requests} > 0)[15m:1m] offset ${ago}) >= ${steadyTraffic.minutes})`;
  return {
    ...about(level),
    name: silenceAlertName,
    severity: "page",
    priority: "P0",
    when: inLines(steady("1d"), `and ${steady("1w")}`, `unless sum_over_time(${requests}[15m]) > 0`),
    for: minutes(5),
    summary: `${level.part} gets no requests, where yesterday it had {{ $value | humanize }}`,
    description:
      "None in a quarter of an hour; the number is of the same quarter of yesterday. What users can't reach fails none of their requests.",
  };
}

/** Whether any pod of a service is there. A singleton's is gone for a while in each release, though not for so long. */
export const downAlert = ({ name, tier, isServing, reachability }: WatchedService): Alert => ({
  part: name,
  tier,
  name: "ServiceDown",
  severity: "page",
  // Without what answers, users are shut out at once; without what works behind it, their work is left undone.
  priority: isServing ? "P0" : "P1",
  when: reachability.down,
  for: minutes(3),
  summary: `No pod of ${name} answers`,
  description: isServing
    ? "Users don't reach it, or nobody knows what they get."
    : "What it does is not done, or nobody knows whether it is.",
});
