import { requestDuration } from "../observability/request-metrics.ts";

/** A rule of the Prometheus adapter, which serves what Prometheus counts as metrics of pods. */
interface AdapterRule {
  readonly seriesQuery: string;
  readonly resources: {
    readonly overrides: Readonly<Record<string, { readonly resource: string }>>;
  };
  readonly name: { readonly matches: string; readonly as: string };
  readonly metricsQuery: string;
}

/** How many requests a pod answers in a second, which autoscalers ask the custom-metrics adapter for (SCL-03). */
export const requestRateMetric = {
  name: "http_requests_per_second",
  /** The counter behind it, that every service keeps at `/metrics`. */
  series: `${requestDuration}_count`,
} as const;

/** What the cluster's custom-metrics adapter has to be told, so that it serves {@link requestRateMetric}. */
export const requestRateRule: AdapterRule = {
  seriesQuery: `${requestRateMetric.series}{namespace!="",pod!=""}`,
  resources: { overrides: { namespace: { resource: "namespace" }, pod: { resource: "pod" } } },
  name: { matches: `^${requestRateMetric.series}$`, as: requestRateMetric.name },
  // Two minutes hold many scrapes, so that a lost one is no lull.
  metricsQuery: "sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)",
};
