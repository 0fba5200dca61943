import type { ByEnvironment } from "./environment-name.ts";
import type { CounterMetric, GaugeMetric, HistogramMetric } from "./metric.ts";
import { type Duration, minutes } from "./quantities/duration.ts";
import { type Percentage, percent } from "./quantities/percentage.ts";

/**
 * A number that somebody looks at, with the line at which it should be and the one from which on somebody is told (OBS-06). What
 * users notice has objectives, whose alerts wake somebody; a watch is about a cause, or about a sign that comes before, so it opens a ticket unless
 * it says otherwise (CF-27).
 */
export type Watch =
  | RequestLatencyWatch
  | ErrorRateWatch
  | OperationLatencyWatch
  | TickWatch
  | QueueWatch
  | PoolWatch
  | DailyLimitWatch
  | CostWatch
  | PaymentWatch;

interface Named {
  /** What it is called on boards and in the label `watch` of its alerts: `api-latency`. */
  readonly name: string;
  /** What an alert of it asks for: `page` wakes somebody. @default ticket */
  readonly severity: "page" | "ticket";
}

/** A bound that a quantile of durations should keep, and one that it must not pass. */
interface QuantileBounds {
  /** The share of all that the bounds are about: 95 % means P95. @default 95 % */
  readonly quantile: Percentage;
  /** Where it should be. Both are bounds of the histogram. */
  readonly target: Duration;
  /** Above this, somebody is told. */
  readonly alert: Duration;
  /** How far back it looks: far enough for some tens of them. @default 5 min */
  readonly over: Duration;
}

/** How long an HTTP service takes to answer (SLO-11). */
export interface RequestLatencyWatch extends Named, QuantileBounds {
  readonly kind: "request-latency";
  /** A key of the system's services. */
  readonly service: string;
}

/** The share of its requests that an HTTP service answers with a failure of its own (SLO-12). */
export interface ErrorRateWatch extends Named {
  readonly kind: "error-rate";
  /** A key of the system's services. */
  readonly service: string;
  readonly target: Percentage;
  readonly alert: Percentage;
}

/** How long something takes that programs time by themselves (SLO-15). */
export interface OperationLatencyWatch extends Named, QuantileBounds {
  readonly kind: "operation-latency";
  readonly metric: HistogramMetric;
}

/** Work that is due again and again, at one process (SLO-13). */
export interface TickWatch extends Named {
  readonly kind: "ticks";
  /** Counts the ticks. */
  readonly metric: HistogramMetric;
  /** How often one is due. */
  readonly every: Duration;
  /** So many missed ones within four times their span are too many. None should be missed. */
  readonly alert: number;
  /** Without any tick for so long, users notice, and somebody is woken. @default 2 min */
  readonly stopped: Duration;
}

/** How many jobs wait (SLO-14, OBS-18). */
export interface QueueWatch extends Named {
  readonly kind: "queue";
  readonly metric: GaugeMetric;
  /** More than so many jobs are too many. */
  readonly alert: number;
  /** How soon a job should be done, in seconds, and what tells it. @default nobody has said */
  readonly goal?: { readonly metric: HistogramMetric; readonly within: Duration };
}

/** How much of its pool of connections a process uses (SLO-16). */
export interface PoolWatch extends Named {
  readonly kind: "pool";
  /** Connections by their `state`, as OpenTelemetry's conventions call it; those that are `used` count. */
  readonly connections: GaugeMetric;
  /** The most that the pool may open. */
  readonly most: GaugeMetric;
  readonly target: Percentage;
  readonly alert: Percentage;
}

/** What all processes together have spent since midnight in UTC, against the limit of a day (SLO-17). */
export interface DailyLimitWatch extends Named {
  readonly kind: "daily-limit";
  readonly metric: CounterMetric;
  /** The setting that holds the limit, by its key in the system's variables. */
  readonly limit: string;
  /** The share of the limit from which on somebody is told. */
  readonly alert: Percentage;
}

/** What something costs: against the days before, and against what a month may cost (SLO-28, CST-03). */
export interface CostWatch extends Named {
  readonly kind: "cost";
  /** Counts US dollars. */
  readonly metric: CounterMetric;
  /** So many times what the week before had cost by this hour of the day is unusual. */
  readonly unusual: number;
  /** Less than so many US dollars in a day worries nobody, however unusual. */
  readonly atLeast: number;
  /** What 30 days may cost, in US dollars. */
  readonly budget: ByEnvironment<number>;
  /** The share of the budget from which on somebody is told. @default 80 % */
  readonly alert: Percentage;
}

/** The share of payments that fail for another reason than the customer's (SLO-30). Its alert wakes somebody. */
export interface PaymentWatch extends Omit<Named, "severity"> {
  readonly kind: "payments";
  readonly severity: "page";
  /** Counts payments that were tried. */
  readonly metric: CounterMetric;
  /** The label that tells how they went, and the value that stands for a failure. */
  readonly failed: { readonly label: string; readonly value: string };
  readonly target: Percentage;
  readonly alert: Percentage;
  /** Fewer failures than this wake nobody. @default 3 */
  readonly atLeast: number;
  /** @default 30 min */
  readonly over: Duration;
}

type Given<W extends Watch, Defaulted extends keyof W> = Omit<W, "kind" | Defaulted> &
  Partial<Pick<W, Defaulted>>;

const ticket = { severity: "ticket" } as const;
const quantileDefaults = { ...ticket, quantile: percent(95), over: minutes(5) } as const;

/** Declares a {@link RequestLatencyWatch}. */
export const requestLatencyWatch = (
  given: Given<RequestLatencyWatch, keyof typeof quantileDefaults>,
): RequestLatencyWatch => ({ kind: "request-latency", ...quantileDefaults, ...given });

/** Declares an {@link ErrorRateWatch}. */
export const errorRateWatch = (given: Given<ErrorRateWatch, "severity">): ErrorRateWatch => ({
  kind: "error-rate",
  ...ticket,
  ...given,
});

/** Declares an {@link OperationLatencyWatch}. */
export const operationLatencyWatch = (
  given: Given<OperationLatencyWatch, keyof typeof quantileDefaults>,
): OperationLatencyWatch => ({ kind: "operation-latency", ...quantileDefaults, ...given });

/** Declares a {@link TickWatch}. */
export const tickWatch = (given: Given<TickWatch, "severity" | "stopped">): TickWatch => ({
  kind: "ticks",
  ...ticket,
  stopped: minutes(2),
  ...given,
});

/** Declares a {@link QueueWatch}. */
export const queueWatch = (given: Given<QueueWatch, "severity">): QueueWatch => ({
  kind: "queue",
  ...ticket,
  ...given,
});

/** Declares a {@link PoolWatch}. */
export const poolWatch = (given: Given<PoolWatch, "severity">): PoolWatch => ({
  kind: "pool",
  ...ticket,
  ...given,
});

/** Declares a {@link DailyLimitWatch}. */
export const dailyLimitWatch = (given: Given<DailyLimitWatch, "severity">): DailyLimitWatch => ({
  kind: "daily-limit",
  ...ticket,
  ...given,
});

/** Declares a {@link CostWatch}. */
export const costWatch = (given: Given<CostWatch, "severity" | "alert">): CostWatch => ({
  kind: "cost",
  ...ticket,
  alert: percent(80),
  ...given,
});

/** Declares a {@link PaymentWatch}. */
export const paymentWatch = (given: Given<PaymentWatch, "severity" | "atLeast" | "over">): PaymentWatch => ({
  kind: "payments",
  severity: "page",
  atLeast: 3,
  over: minutes(30),
  ...given,
});

/** The metrics of a system's programs that a watch goes by. What every HTTP service shows of its requests is none of them. */
export function watchedMetrics(watch: Watch): readonly (CounterMetric | GaugeMetric | HistogramMetric)[] {
  switch (watch.kind) {
    case "request-latency":
    case "error-rate":
      return [];
    case "queue":
      return watch.goal ? [watch.metric, watch.goal.metric] : [watch.metric];
    case "pool":
      return [watch.connections, watch.most];
    case "operation-latency":
    case "ticks":
    case "daily-limit":
    case "cost":
    case "payments":
      return [watch.metric];
  }
}
