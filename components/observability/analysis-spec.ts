/** The part of an AnalysisTemplate's specification (`argoproj.io/v1alpha1`) that Slipway writes. */
export interface AnalysisTemplateSpec {
  readonly args: readonly { readonly name: string }[];
  readonly metrics: readonly AnalysisMetric[];
}

/** One measure of a release, taken several times. */
export interface AnalysisMetric {
  readonly name: string;
  /** As Go writes durations. */
  readonly initialDelay: string;
  readonly interval: string;
  readonly count: number;
  /** In the language of Argo's conditions; `result` holds the numbers that the query gave. */
  readonly successCondition: string;
  readonly failureCondition: string;
  /** Measurements that may fail, be inconclusive, or in a row not be had. */
  readonly failureLimit: number;
  readonly inconclusiveLimit: number;
  readonly consecutiveErrorLimit: number;
  readonly provider: { readonly prometheus: { readonly address: string; readonly query: string } };
}
