import { type Counter, selectorOf } from "../../components/observability/counter.ts";
import { promiseOf } from "../../components/observability/service-levels/service-level-alerts.ts";
import {
  badRequestsRecorded,
  requestsRecorded,
} from "../../components/observability/service-levels/service-level-records.ts";
import type { ServiceLevel } from "../../components/observability/service-levels/service-level.ts";
import { burnRatesOver, factorOf } from "../../model/burn-rate.ts";
import { objectivePeriods, periodOf } from "../../model/objective-period.ts";
import type { Duration } from "../../model/quantities/duration.ts";

/** A document of OpenSLO (openslo/v1), whose specification is at github.com/OpenSLO/OpenSLO. */
export interface OpenSloDocument {
  readonly apiVersion: "openslo/v1";
  readonly kind: "Service" | "SLO" | "AlertPolicy" | "AlertNotificationTarget";
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** What OpenSLO has no word for: what the objective is about, as its system declares it. */
export const aboutAnnotation = "slipway.dev/of";
/** The span over which a pace must still be kept, which OpenSLO has no word for either. */
const shortWindowAnnotation = "slipway.dev/short-window";

const share = (partsPerMillion: number): number => partsPerMillion / 1_000_000;

/** Counts that only grow, as the field `counter` of a ratio says. */
const query = (counter: Counter): Readonly<Record<string, unknown>> => {
  const series = selectorOf(counter);
  const { observations } = counter;
  const all = `histogram_count(${series})`;
  const counted =
    observations === undefined
      ? series
      : observations === "all"
        ? all
        : `histogram_fraction(0, ${observations.atMost.milliseconds / 1000}, ${series}) * ${all}`;
  return asked(`sum(${counted})`);
};

const asked = (promql: string): Readonly<Record<string, unknown>> => ({
  metricSource: { type: "Prometheus", spec: { query: promql } },
});

/** What was never done is in no counter of a program: of such objectives, the counts of each minute are told. */
function ratioOf(level: ServiceLevel): Readonly<Record<string, unknown>> {
  const { indicator } = level;
  if ("holds" in indicator || "due" in indicator || "waiting" in indicator)
    return { counter: false, bad: asked(badRequestsRecorded(level)), total: asked(requestsRecorded(level)) };
  return {
    counter: true,
    ...("bad" in indicator ? { bad: query(indicator.bad) } : { good: query(indicator.good) }),
    total: query(indicator.total),
  };
}

/** An objective at a service, as others read it. */
export function sloDocument(level: ServiceLevel, owner: string): OpenSloDocument {
  const { id, system, environment, part, tier, objective } = level;
  const period = periodOf(objective);
  return {
    apiVersion: "openslo/v1",
    kind: "SLO",
    metadata: {
      name: id,
      displayName: promiseOf(level),
      labels: { system, environment, owner, part, tier },
      ...("of" in objective && { annotations: { [aboutAnnotation]: objective.of } }),
    },
    spec: {
      description: `${promiseOf(level)}, at ${part} of ${system} in ${environment}, over ${period}.`,
      service: serviceName(level),
      indicator: {
        metadata: { name: id },
        spec: {
          ratioMetric: ratioOf(level),
        },
      },
      timeWindow: [{ duration: period.toString(), isRolling: true }],
      budgetingMethod: "Occurrences",
      objectives: [{ displayName: promiseOf(level), target: share(objective.target.partsPerMillion) }],
      alertPolicies: burnRatesOver(period).map(({ long }) => ({ alertPolicyRef: policyName(period, long) })),
    },
  };
}

const serviceName = ({ system, part }: Pick<ServiceLevel, "system" | "part">): string => `${system}-${part}`;

const policyName = (period: Duration, long: Duration): string => `burns-over-${long}-of-${period}`;

/** What objectives refer to: their services, the paces that they are alerted on, and who is told. */
export function sharedDocuments(levels: readonly ServiceLevel[]): readonly OpenSloDocument[] {
  const services = new Map(levels.map((level) => [serviceName(level), level]));
  const used = levels.map(({ objective }) => periodOf(objective).wholeSeconds);
  const periods = objectivePeriods.filter(({ wholeSeconds }) => used.includes(wholeSeconds));
  return [
    ...[...services].map(([name, { system, part }]): OpenSloDocument => ({
      apiVersion: "openslo/v1",
      kind: "Service",
      metadata: { name },
      spec: { description: `${part} of ${system}` },
    })),
    ...periods.flatMap(policies),
    ...[
      { name: "page", description: "wakes somebody", target: "pager" },
      { name: "ticket", description: "waits for the next working day", target: "tickets" },
    ].map(({ name, ...spec }): OpenSloDocument => ({
      apiVersion: "openslo/v1",
      kind: "AlertNotificationTarget",
      metadata: { name },
      spec,
    })),
  ];
}

const policies = (period: Duration): readonly OpenSloDocument[] =>
  burnRatesOver(period).map((rate): OpenSloDocument => {
    const name = policyName(period, rate.long);
    const description = `${rate.spent} of the budget of ${period} went in ${rate.long}, and still goes over ${rate.short}`;
    return {
      apiVersion: "openslo/v1",
      kind: "AlertPolicy",
      metadata: { name, annotations: { [shortWindowAnnotation]: rate.short.toString() } },
      spec: {
        description,
        alertWhenBreaching: true,
        alertWhenResolved: false,
        alertWhenNoData: false,
        conditions: [
          {
            kind: "AlertCondition",
            metadata: { name },
            spec: {
              description,
              severity: rate.severity,
              condition: {
                kind: "burnrate",
                op: "gt",
                threshold: factorOf(rate, period),
                lookbackWindow: rate.long.toString(),
                alertAfter: "0m",
              },
            },
          },
        ],
        notificationTargets: [{ targetRef: rate.severity }],
      },
    };
  });
