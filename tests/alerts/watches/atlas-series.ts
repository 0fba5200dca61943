import { labelled } from "../made-up-series.ts";

// What Atlas UX and its cluster tell while all is well, each minute.

const namespace = "atlas-ux-production";

/** A series of a service of Atlas UX, from its one pod. */
export const of = (job: string, metric: string, labels: Readonly<Record<string, string>> = {}): string =>
  labelled(metric, { namespace, job, instance: `${job}:1`, pod: `${job}-0`, ...labels });

export const request = { method: "GET", path: "/orders" } as const;
const model = { model: "large" } as const;

/** So much each minute, for as long as any course takes. */
export const each = (amount: number): string => `0+${amount}x200`;

/** So much each minute at first, and from a minute on so much. */
export const eachUntil = (minute: number, before: number, after: number): string =>
  `0+${before}x${minute} ${minute * before + after}+${after}x200`;

/** A level at first, and from the minute after on another. */
export const levelUntil = (minute: number, before: number, after: number): string =>
  `${before}x${minute} ${after}x200`;

const timed = (
  job: string,
  metric: string,
  amount: number,
  bounds: readonly number[],
  labels: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> =>
  Object.fromEntries<string>([
    [of(job, `${metric}_count`, labels), each(amount)],
    ...[...bounds, "+Inf"].map((le): readonly [string, string] => [
      of(job, `${metric}_bucket`, { ...labels, le: String(le) }),
      each(amount),
    ]),
  ]);

const programs = ["web", "email-worker", "engine-worker", "scheduler"];

/** 600 requests a minute, a tick each five seconds, ten calls of a language model a minute at each of two services. */
export const atlasIsWell: Readonly<Record<string, number | string>> = {
  ...Object.fromEntries(
    programs.flatMap((job) => [
      [of(job, "up"), 1],
      [of(job, "db_client_connection_count", { state: "used" }), 5],
      [of(job, "db_client_connection_count", { state: "idle" }), 15],
      [of(job, "db_client_connection_max"), 20],
    ]),
  ),
  ...timed("web", "http_request_duration_seconds", 600, [0.5, 2], { ...request, status: "200" }),
  ...timed("engine-worker", "engine_tick_delay_seconds", 12, [1, 10]),
  ...timed("email-worker", "mail_delivery_seconds", 6, [5, 30]),
  [of("email-worker", "mail_queue_depth")]: 5,
  [of("engine-worker", "engine_queue_depth")]: 50,
  ...Object.fromEntries(
    ["web", "engine-worker"].flatMap((job) => [
      ...Object.entries(timed(job, "llm_request_duration_seconds", 10, [10, 30], model)),
      [of(job, "llm_tokens_total", { ...model, direction: "input" }), each(100)],
      [of(job, "llm_cost_usd_total", model), each(0.001)],
    ]),
  ),
};

/** The series of a histogram of language models at a service. */
export const modelBucket = (job: string, le: string): string =>
  of(job, "llm_request_duration_seconds_bucket", { ...model, le });
export const modelTokens = (job: string): string =>
  of(job, "llm_tokens_total", { ...model, direction: "input" });
export const requestBucket = (le: string, status = "200"): string =>
  of("web", "http_request_duration_seconds_bucket", { ...request, status, le });
export const requestCount = (status: string): string =>
  of("web", "http_request_duration_seconds_count", { ...request, status });
