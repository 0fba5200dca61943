import { hours, minutes } from "../../model/quantities/duration.ts";
import { percent } from "../../model/quantities/percentage.ts";
import { costWatch, operationLatencyWatch, paymentWatch, poolWatch, type Watch } from "../../model/watch.ts";
import { crbMetrics } from "./metrics.ts";

/** What is watched of CRB Analyser. SLO-29 derives from the objectives; other figures were chosen: docs/decisions/0043-watch-list.md. */
export const crbWatches: readonly Watch[] = [
  operationLatencyWatch({
    name: "report-generation",
    metric: crbMetrics.reportDuration,
    target: minutes(2),
    alert: minutes(3),
    // A hundred reports a day (SYS-10) are a handful an hour.
    over: hours(6),
  }),
  paymentWatch({
    name: "payments",
    metric: crbMetrics.payments,
    failed: { label: "outcome", value: "failed" },
    target: percent(1),
    alert: percent(5),
  }),
  poolWatch({
    name: "database-pool",
    connections: crbMetrics.poolConnections,
    most: crbMetrics.poolMost,
    target: percent(80),
    alert: percent(90),
  }),
  costWatch({
    name: "llm-cost",
    metric: crbMetrics.modelCost,
    unusual: 2,
    atLeast: 5,
    budget: { dev: 20, staging: 50, production: 500 },
  }),
];
