import { milliseconds, minutes, seconds } from "../../model/quantities/duration.ts";
import { percent } from "../../model/quantities/percentage.ts";
import {
  costWatch,
  dailyLimitWatch,
  errorRateWatch,
  operationLatencyWatch,
  poolWatch,
  queueWatch,
  requestLatencyWatch,
  tickWatch,
  type Watch,
} from "../../model/watch.ts";
import { atlasMetrics, engineTick } from "./metrics.ts";

/** What is watched of Atlas UX: SLO-11…18, OBS-06, OBS-18. What the seed is silent about was chosen: docs/decisions/0043-watch-list.md. */
export const atlasWatches: readonly Watch[] = [
  requestLatencyWatch({
    name: "api-latency",
    service: "web",
    target: milliseconds(500),
    alert: seconds(2),
  }),
  errorRateWatch({ name: "api-errors", service: "web", target: percent(1), alert: percent(5) }),
  tickWatch({ name: "engine-ticks", metric: atlasMetrics.tickDelay, every: engineTick, alert: 3 }),
  queueWatch({
    name: "mail-queue",
    metric: atlasMetrics.mailQueue,
    alert: 100,
    goal: { metric: atlasMetrics.mailDelay, within: seconds(30) },
  }),
  // It was tried with no more than these (OBS-18).
  queueWatch({ name: "engine-queue", metric: atlasMetrics.engineQueue, alert: 1_000 }),
  operationLatencyWatch({
    name: "llm-latency",
    metric: atlasMetrics.modelDuration,
    target: seconds(10),
    alert: seconds(30),
    over: minutes(15),
  }),
  poolWatch({
    name: "database-pool",
    connections: atlasMetrics.poolConnections,
    most: atlasMetrics.poolMost,
    target: percent(80),
    alert: percent(90),
  }),
  dailyLimitWatch({
    name: "llm-tokens",
    metric: atlasMetrics.modelTokens,
    limit: "LLM_DAILY_TOKEN_LIMIT",
    alert: percent(80),
  }),
  costWatch({
    name: "llm-cost",
    metric: atlasMetrics.modelCost,
    unusual: 2,
    atLeast: 5,
    budget: { dev: 20, staging: 100, production: 1_000 },
  }),
];
