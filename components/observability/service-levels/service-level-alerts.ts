import {
  burnLimit,
  burnRates,
  exhaustionOf,
  factorOf,
  objectivePeriod,
  type BurnRate,
} from "../../../model/burn-rate.ts";
import { minutes } from "../../../model/quantities/duration.ts";
import type { Alert } from "../alert.ts";
import { inLines } from "../counter.ts";
import {
  badRequestsRecorded,
  coverage,
  errorRatioRecorded,
  remainingBudgetRecorded,
  requestsRecorded,
} from "./service-level-records.ts";
import type { ServiceLevel } from "./service-level.ts";

/** Nobody is woken by fewer bad requests than this within the long window: of few requests one is a large share. */
export const fewestBadRequests = 5;

/** How many requests a quarter of an hour must have had the day before for their lack to mean something. */
export const usualRequests = 100;

/** The share of an error budget below which its owner should be careful. */
const lowBudget = 0.25;

const about = ({ id, part, tier }: ServiceLevel) => ({ part, tier, labels: { slo: id } });

/** What was promised, in words: `99.5% of requests answered`. */
export const promiseOf = ({ objective }: Pick<ServiceLevel, "objective">): string =>
  objective.kind === "availability"
    ? `${objective.target} of requests answered without a failure`
    : `${objective.target} of requests${objective.path === undefined ? "" : ` of ${objective.path}`} answered within ${objective.within}`;

function burnAlert(level: ServiceLevel, rate: BurnRate): Alert {
  const { severity, long, short, spent } = rate;
  const limit = burnLimit(level.objective.target, rate);
  const pages = severity === "page";
  return {
    ...about(level),
    name: pages ? "ErrorBudgetBurnsFast" : "ErrorBudgetBurnsSlowly",
    severity,
    // What is not known of the long window counts as good: only what was really spent tells.
    when: inLines(
      errorRatioRecorded(level, long),
      `* ${coverage(level, long)} > ${limit}`,
      `and ${errorRatioRecorded(level, short)} > ${limit}`,
      ...(pages ? [`and sum_over_time(${badRequestsRecorded(level)}[${long}]) >= ${fewestBadRequests}`] : []),
    ),
    for: minutes(0),
    labels: {
      slo: level.id,
      long: long.toString(),
      short: short.toString(),
      exhaustion: exhaustionOf(rate).toString(),
    },
    summary: `${level.part}: {{ $value | humanizePercentage }} of requests were bad over ${long}`,
    description:
      `Promised: ${promiseOf(level)}. At ${factorOf(rate)} times the pace that the promise allows, ${spent} of the budget of ` +
      `${objectivePeriod} went in ${long}; all of it lasts ${exhaustionOf(rate)}.`,
  };
}

/** Whether an objective's error budget is being spent, is nearly gone, or can't be told (SLO-22, CF-01). */
export function serviceLevelAlerts(level: ServiceLevel): readonly Alert[] {
  return [
    ...burnRates.map((rate) => burnAlert(level, rate)),
    {
      ...about(level),
      name: "ServiceLevelUnknown",
      severity: "ticket",
      when: inLines(
        `(${requestsRecorded(level)} unless ${badRequestsRecorded(level)})`,
        `or (${badRequestsRecorded(level)} > ${requestsRecorded(level)})`,
        `or (${badRequestsRecorded(level)} < 0)`,
      ),
      for: minutes(15),
      summary: `${level.part}: nobody knows whether its objective is kept`,
      description: `Promised: ${promiseOf(level)}. What the service counts can't be so: it has no such bound, or more bad requests than requests.`,
    },
  ];
}

/** Whether there is enough left of an error budget to go on as before (SLO-07). */
export function budgetAlerts(level: ServiceLevel): readonly Alert[] {
  const left = remainingBudgetRecorded(level);
  const description = `Promised over ${objectivePeriod}: ${promiseOf(level)}.`;
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
      summary: `${level.part}: its error budget is spent`,
      description: `${description} Until days without faults bring some back, only what makes it more reliable is released.`,
    },
  ];
}

/** Whether requests still come that came the day before: what nobody can reach answers no request badly. */
export const silenceAlert = (level: ServiceLevel): Alert => {
  const requests = requestsRecorded(level);
  return {
    ...about(level),
    name: "RequestsStopped",
    severity: "page",
    when: inLines(
      `sum_over_time(${requests}[15m] offset 1d) >= ${usualRequests}`,
      `unless sum_over_time(${requests}[15m]) > 0`,
    ),
    for: minutes(5),
    summary: `${level.part} gets no requests`,
    description:
      "In this quarter of an hour of yesterday it had {{ $value | humanize }}. What users can't reach fails none of their requests.",
  };
};

/** Whether Prometheus reaches any pod of a service. */
export const downAlert = (
  namespace: string,
  { name, tier }: { readonly name: string; readonly tier: Alert["tier"] },
): Alert => ({
  part: name,
  tier,
  name: "ServiceDown",
  severity: "page",
  when: `(sum(up{namespace="${namespace}",job="${name}"}) or vector(0)) == 0`,
  for: minutes(3),
  summary: `No pod of ${name} answers`,
  description: "Prometheus reaches none of them, so users don't either, or nobody knows what they get.",
});
