import type { AnalysisMetric } from "../../components/observability/analysis-spec.ts";
import { analysisTemplateSpec } from "../../components/observability/analysis-template.ts";
import { availability, latency } from "../../model/objective.ts";
import { seconds } from "../../model/quantities/duration.ts";
import { percent } from "../../model/quantities/percentage.ts";
import { canary } from "../../model/rollout-strategy.ts";
import { api, pages } from "../unit/model/declared-shop.ts";

const objectives = [
  availability(percent(99.5)),
  latency({ of: "answer", within: seconds(2), target: percent(95), services: ["api"] }),
];
const declared = { namespace: "shop-production", strategy: canary(10, 25, 50, 100), objectives };
const analysis = analysisTemplateSpec({ ...declared, name: "api", service: api });

function metricOf(name: string, { metrics } = analysis): AnalysisMetric {
  const found = metrics.find((metric) => metric.name === name);
  if (found === undefined) throw new Error(`no metric ${name}`);
  return found;
}

/** The share of requests to an API that fail. */
export const failed = metricOf("failed-requests");
/** The share of requests to an API that take longer than 2 s. */
export const slow = metricOf("slow-answer");
/** The share of requests to a static site that fail, as the gateway counts them. */
export const atGateway = metricOf(
  "failed-requests",
  analysisTemplateSpec({ ...declared, name: "pages", service: pages }),
);
