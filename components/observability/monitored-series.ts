import { selectorOf } from "./counter.ts";

/** The series of one metric, in PromQL, with further conditions on its labels. */
export type SeriesOf = (metric: string, ...matchers: readonly string[]) => string;

/** The series of the pods that a PodMonitor names: Prometheus calls their job by its namespace and its name. */
export const seriesOf =
  (namespace: string, monitor: string): SeriesOf =>
  (metric, ...matchers) =>
    selectorOf({ metric, matchers: [`job="${namespace}/${monitor}"`, ...matchers] });
