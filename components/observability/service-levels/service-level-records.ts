import { burnRates } from "../../../model/burn-rate.ts";
import { periodOf } from "../../../model/objective-period.ts";
import { days, type Duration, minutes } from "../../../model/quantities/duration.ts";
import type { Labelled } from "../../labels.ts";
import type { RecordingRule } from "../alert-rule-spec.ts";
import { inLines, observedGrowth, selectorOf } from "../counter.ts";
import { ticksDue, ticksMissed, workLeft } from "./freshness-level.ts";
import type { ServiceLevel } from "./service-level.ts";
import { minutesBad, minutesKnown } from "./state-level.ts";

/**
 * How often requests are counted. The counts of all minutes together are the requests of any window, so windows of days cost
 * little, and a share over one is weighted by traffic.
 */
export const countingInterval: Duration = minutes(1);

const requests = `slo:requests:increase${countingInterval}`;
const badRequests = `slo:bad_requests:increase${countingInterval}`;

/** The name of the share of bad requests over a window. It is the one that Sloth gives it. */
const ratio = (window: Duration): string => `slo:sli_error:ratio_rate${window}`;

const recorded =
  (metric: string) =>
  ({ id, namespace }: Pick<ServiceLevel, "id" | "namespace">): string =>
    selectorOf({ metric, matchers: [`slo="${id}"`, `namespace="${namespace}"`] });

/** The requests of a minute, in PromQL, or the pieces of other work that the level is about. */
export const requestsRecorded = recorded(requests);

/** The bad ones among them, in PromQL. */
export const badRequestsRecorded = recorded(badRequests);

/** The share of bad requests over a window, in PromQL. There is none while there are no requests. */
export const errorRatioRecorded = (level: ServiceLevel, window: Duration): string =>
  recorded(ratio(window))(level);

/** The share of a window, up to 1, of which Prometheus has counts. In a fresh install, or after an outage of it, it lacks some. */
export const coverage = (level: ServiceLevel, window: Duration): string => {
  const counts = window.wholeSeconds / countingInterval.wholeSeconds;
  return `clamp_max(count_over_time(${requestsRecorded(level)}[${window}]) / ${counts}, 1)`;
};

/** The labels of everything that is recorded of a service level. */
export const recordLabels = ({
  id,
  system,
  environment,
  namespace,
  part,
}: ServiceLevel): Readonly<Record<string, string>> => ({
  slo: id,
  system,
  environment,
  namespace,
  part,
});

const windows: readonly Duration[] = [
  ...new Map(
    burnRates.flatMap(({ long, short }) => [short, long]).map((window) => [window.wholeSeconds, window]),
  ).values(),
].sort((one, other) => one.wholeSeconds - other.wholeSeconds);

/** Answers for a minute in which no pod served. Right after an outage of Prometheus nobody can tell. */
const outage = (level: ServiceLevel): string =>
  `((${level.reachability.outage}) and on () count_over_time(${requestsRecorded(level)}[3m]) >= 2)`;

/** While no pod serves, nobody counts those who come: as many as in the hour before, it is taken, and all in vain. */
const missed = (level: ServiceLevel): string =>
  `(avg_over_time(${requestsRecorded(level)}[1h]) and on () ${outage(level)})`;

/** The same of work that nobody does. */
const left = (level: ServiceLevel, waiting: string): string =>
  workLeft(requestsRecorded(level), waiting, outage(level));

const requestsOf = (level: ServiceLevel): string => {
  const { indicator, reachability } = level;
  if ("holds" in indicator) return minutesKnown(indicator);
  if ("due" in indicator) return ticksDue(indicator.due, reachability.counted, requestsRecorded(level));
  return inLines(
    `(${observedGrowth(indicator.total, countingInterval)} > 0)`,
    ...(level.objective.kind === "availability" ? [`or on () ${missed(level)}`] : []),
    ...("waiting" in indicator ? [`or on () (${left(level, indicator.waiting)})`] : []),
    `or on () (0 * ${level.reachability.counted})`,
    // While nobody can be asked, too, the minutes are counted: an outage is one that was not there a minute ago.
    `or on () (0 * last_over_time(${requestsRecorded(level)}[3m]))`,
  );
};

function badOf(level: ServiceLevel): string {
  const { indicator } = level;
  const all = requestsRecorded(level);
  if ("holds" in indicator) return minutesBad(indicator);
  if ("due" in indicator)
    return ticksMissed(all, observedGrowth(indicator.good, countingInterval), outage(level));
  // No series of failures means none. No series of quick answers means that the bound is none of the histogram's.
  if ("good" in indicator)
    return inLines(
      `(${all} - on () ${observedGrowth(indicator.good, countingInterval)})`,
      ...("waiting" in indicator ? [`or on () (${all} and on () ${outage(level)})`] : []),
      `or on () (${all} == 0)`,
    );
  return inLines(
    `(${observedGrowth(indicator.bad, countingInterval)} > 0)`,
    `or on () ((${all} and on () ${outage(level)})`,
    `unless on () (${observedGrowth(indicator.total, countingInterval)} > 0))`,
    `or on () (${all} * 0)`,
  );
}

const errorRatio = (level: ServiceLevel, window: Duration): string =>
  inLines(
    `sum_over_time(${badRequestsRecorded(level)}[${window}])`,
    `/ (sum_over_time(${requestsRecorded(level)}[${window}]) > 0)`,
  );

/** What is counted each minute, in the order in which one goes by the other. */
export function serviceLevelRecords(level: ServiceLevel): readonly RecordingRule[] {
  const labels = recordLabels(level);
  return [
    { record: requests, expr: requestsOf(level), labels },
    { record: badRequests, expr: badOf(level), labels },
    ...windows.map((window) => ({ record: ratio(window), expr: errorRatio(level, window), labels })),
  ];
}

const objectiveRatio = "slo:objective:ratio";
const currentBurnRate = "slo:current_burn_rate:ratio";
const periodRatio = "slo:period_error:ratio";
const remaining = "slo:period_error_budget_remaining:ratio";

/** The target, in PromQL: it is there wherever a service level's rules are evaluated. */
export const objectiveRecorded = recorded(objectiveRatio);

/** How many times faster than the period's even pace the budget is spent just now, in PromQL. There is none without requests. */
export const burnRateRecorded = recorded(currentBurnRate);

/** The share of the error budget that is left, in PromQL: 1 is all, and below 0 more is gone than there was. */
export const remainingBudgetRecorded = recorded(remaining);

/**
 * How often the budget of the whole period is worked out. It must be there whenever somebody asks, and Prometheus takes what is
 * older than five minutes for gone.
 */
export const budgetInterval: Duration = minutes(2);

/**
 * What is left of the error budget, and what people and boards want to know beside it. Days that Prometheus has no counts
 * of are taken for days without a bad request, so in its first days a budget is not gone by one bad hour.
 */
export function budgetRecords(level: ServiceLevel, owner: Pick<Labelled, "owner">): readonly RecordingRule[] {
  const { target } = level.objective;
  const period = periodOf(level.objective);
  const share = (ofAll: number): string => String(ofAll / 1_000_000);
  const budget = share(target.remainder.partsPerMillion);
  const labels = recordLabels(level);
  return [
    { record: objectiveRatio, expr: `vector(${share(target.partsPerMillion)})`, labels },
    { record: "slo:error_budget:ratio", expr: `vector(${budget})`, labels },
    { record: periodRatio, expr: errorRatio(level, period), labels },
    {
      record: currentBurnRate,
      expr: `${errorRatioRecorded(level, burnRates[0].short)} / ${budget}`,
      labels,
    },
    { record: "slo:period_burn_rate:ratio", expr: `${recorded(periodRatio)(level)} / ${budget}`, labels },
    {
      record: remaining,
      expr: inLines(`1 - ${recorded(periodRatio)(level)}`, `* ${coverage(level, period)}`, `/ ${budget}`),
      labels,
    },
    ...aboutLevel(level, owner, period),
  ];
}

/** What a level is and of how much time it is known, so that boards and programs can join it to whose it is, and tell a young budget. */
function aboutLevel(
  level: ServiceLevel,
  { owner }: Pick<Labelled, "owner">,
  period: Duration,
): readonly RecordingRule[] {
  const labels = recordLabels(level);
  return [
    {
      record: "slo:time_period:days",
      expr: `vector(${period.wholeSeconds / days(1).wholeSeconds})`,
      labels,
    },
    {
      record: "slo:history:seconds",
      expr: inLines(
        `count_over_time(${requestsRecorded(level)}[${period}]) * ${countingInterval.wholeSeconds}`,
        "or on () vector(0)",
      ),
      labels,
    },
    {
      record: "slo:info",
      expr: "vector(1)",
      labels: { ...labels, owner, service: level.part, tier: level.tier },
    },
  ];
}
