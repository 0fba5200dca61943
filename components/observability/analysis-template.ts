import { nameOf, type Objective } from "../../model/objective.ts";
import type { Percentage } from "../../model/quantities/percentage.ts";
import type { BlueGreen, Canary } from "../../model/rollout-strategy.ts";
import type { HttpService, StaticSite } from "../../model/workload.ts";
import { newReleaseService } from "../releases/rollout-services.ts";
import type { AnalysisReference } from "../releases/rollout-spec.ts";
import type { AnalysisMetric, AnalysisTemplateSpec } from "./analysis-spec.ts";
import { type Counter, growth, indented, inLines, where } from "./counter.ts";
import { type MeasurementPlan, measurementPlan } from "./measurement-plan.ts";
import { prometheusAddress } from "./prometheus.ts";
import { releaseLimit } from "./release-limit.ts";
import { releaseLabel } from "./request-metrics.ts";
import { answeredRequests, forwardedRequests, type Indicator } from "./service-level-indicators.ts";
import { serviceObjectives } from "./service-levels/service-objectives.ts";

/** Fewer requests than this say nothing about a release, neither good nor bad. */
export const fewestRequests = 10;

/** The argument by which a run learns which release it is about. */
const release = "release";

/** How a Rollout asks for the analysis of its newest pods. */
export const analysisReference = (name: string): AnalysisReference => ({
  templates: [{ templateName: name }],
  args: [{ name: release, valueFrom: { podTemplateHashValue: "Latest" } }],
});

/** What the analysis of a service is made from. */
export interface AnalysisInput {
  readonly namespace: string;
  readonly name: string;
  readonly service: HttpService | StaticSite;
  readonly strategy: Canary | BlueGreen;
  /** Those of the whole system; what concerns the service is taken. */
  readonly objectives: readonly Objective[];
}

/** The analysis of a service's new release: the system's objectives that concern it, asked of the new pods alone. */
export function analysisTemplateSpec(input: AnalysisInput): AnalysisTemplateSpec {
  const { strategy } = input;
  const plan = measurementPlan(strategy);
  return {
    args: [{ name: release }],
    metrics: judgedIndicators(input).map((judged) => analysisMetric(judged, plan)),
  };
}

interface JudgedIndicator {
  readonly name: string;
  readonly indicator: Indicator;
  readonly target: Percentage;
  /** Whether its requests may be too few to judge a release by, which then says nothing against the release. */
  readonly rare: boolean;
}

function judgedIndicators({ objectives, ...input }: AnalysisInput): JudgedIndicator[] {
  const { service, name } = input;
  const requests =
    service.kind === "static-site"
      ? requestsAtGateway(input)
      : where(answeredRequests(input, service), `${releaseLabel}="{{args.${release}}}"`);
  return serviceObjectives(objectives, name, service, requests).map(({ objective, indicator }) => ({
    name: objective.kind === "availability" ? "failed-requests" : `slow-${nameOf(objective.of)}`,
    indicator,
    target: objective.target,
    rare: objective.kind === "latency" && objective.path !== undefined,
  }));
}

/** Only a canary has a Service to itself that the gateway sends to; the others' new release takes over the old one's. */
const requestsAtGateway = ({ namespace, name, strategy }: Omit<AnalysisInput, "objectives">): Counter =>
  forwardedRequests(namespace, strategy.kind === "canary" ? newReleaseService(name, strategy) : name);

/**
 * The share of bad requests, in PromQL. One bad one is forgiven, since of few requests it would be a large share; with
 * fewer than {@link fewestRequests} there is no result at all.
 */
function badShare(indicator: Indicator, { span }: MeasurementPlan): string {
  const total = growth(indicator.total, span);
  // No series of failures means none. No series of quick answers means that the bound is none of the histogram's.
  const bad =
    "bad" in indicator
      ? inLines(`(${growth(indicator.bad, span)}`, "or vector(0))")
      : inLines(`(${total}`, `- ${growth(indicator.good, span)})`);
  return inLines("clamp_min(", indented(bad), "  - 1, 0)", `/ (${total} >= ${fewestRequests})`);
}

/**
 * Fails at the second bad look, so that one odd one calls nothing off. A look without a result is neither good nor bad;
 * if all are so, the analysis is inconclusive and the release waits for a person. Of rare requests it is good: the
 * service's others tell whether the release was tried at all.
 */
function analysisMetric(
  { name, indicator, target, rare }: JudgedIndicator,
  plan: MeasurementPlan,
): AnalysisMetric {
  const { initialDelay, interval, count } = plan;
  const known = "len(result) > 0 && !isNaN(result[0])";
  const share = String(releaseLimit(target).partsPerMillion / 1_000_000);
  return {
    name,
    initialDelay: `${initialDelay.wholeSeconds}s`,
    interval: `${interval.wholeSeconds}s`,
    count,
    successCondition: rare ? `!(${known}) || result[0] <= ${share}` : `${known} && result[0] <= ${share}`,
    failureCondition: `${known} && result[0] > ${share}`,
    failureLimit: 1,
    inconclusiveLimit: count - 1,
    consecutiveErrorLimit: 4,
    provider: { prometheus: { address: prometheusAddress, query: badShare(indicator, plan) } },
  };
}
