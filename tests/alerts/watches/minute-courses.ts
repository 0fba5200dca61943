import { minutes } from "../../../model/quantities/duration.ts";
import { each, eachUntil, levelUntil, modelBucket, of } from "./atlas-series.ts";
import { type Course, testsOf } from "./minute-course.ts";
import { onRequests } from "./request-courses.ts";

const ticks = of("engine-worker", "engine_tick_delay_seconds_count");
const mails = of("email-worker", "mail_queue_depth");
const jobs = of("engine-worker", "engine_queue_depth");
const used = of("web", "db_client_connection_count", { state: "used" });

const onTicks: readonly Course[] = [
  {
    what: "3 ticks of 12 are missed in a minute (SLO-13)",
    differs: { [ticks]: eachUntil(10, 12, 9) },
    fires: { 10: [], 11: ["TicksMissed"] },
  },
  { what: "2 of 12 are", differs: { [ticks]: eachUntil(10, 12, 10) }, fires: { 30: [] } },
  {
    what: "3 ticks were missed once, and that is over",
    differs: { [ticks]: "0+12x10 129 141+12x60" },
    fires: { 11: ["TicksMissed"], 12: [] },
  },
  {
    what: "the engine stands still, and is still asked",
    differs: { [ticks]: eachUntil(10, 12, 0) },
    fires: { 12: ["TicksMissed"], 13: ["TicksMissed", "TicksStopped"] },
  },
  {
    what: "the engine is gone",
    differs: { [ticks]: "0+12x10 stale", [of("engine-worker", "up")]: "1x10 0x60" },
    fires: { 12: [], 13: ["TicksStopped"] },
  },
  {
    what: "the engine begins anew after half a minute",
    differs: { [ticks]: "0+12x10 6+12x60" },
    fires: { 11: [], 12: [], 13: [] },
  },
];

const onLevels: readonly Course[] = [
  {
    what: "101 mails wait (SLO-14)",
    differs: { [mails]: levelUntil(10, 5, 101) },
    fires: { 15: [], 16: ["QueueTooLong"] },
  },
  {
    what: "101 mails wait, as one of two pods shows",
    differs: { [mails.replace("-0", "-1").replace(":1", ":2")]: levelUntil(10, 5, 101) },
    fires: { 16: ["QueueTooLong"] },
  },
  { what: "100 mails wait", differs: { [mails]: levelUntil(10, 5, 100) }, fires: { 40: [] } },
  {
    what: "101 mails waited for four minutes",
    differs: { [mails]: "5x10 101x3 5x60" },
    fires: { 14: [], 16: [] },
  },
  {
    what: "1001 jobs of the engine wait (OBS-18)",
    differs: { [jobs]: levelUntil(10, 50, 1001) },
    fires: { 16: ["QueueTooLong"] },
  },
  {
    what: "19 of 20 connections are used (SLO-16)",
    differs: { [used]: levelUntil(10, 5, 19) },
    fires: { 20: [], 21: ["PoolNearLimit"] },
  },
  { what: "18 of 20 are", differs: { [used]: levelUntil(10, 5, 18) }, fires: { 40: [] } },
  {
    what: "language models take longer than 30 s (SLO-15)",
    differs: {
      [modelBucket("web", "10")]: eachUntil(10, 10, 0),
      [modelBucket("web", "30")]: eachUntil(10, 10, 0),
    },
    fires: { 15: [], 16: ["OperationSlow"] },
  },
  {
    what: "they take longer than 10 s, and no longer than 30 s",
    differs: { [modelBucket("web", "10")]: eachUntil(10, 10, 0) },
    fires: { 40: [] },
  },
];

const onWhatIsNotTold: readonly Course[] = [
  {
    what: "nobody tells how many mails wait",
    gone: /mail_queue_depth/,
    fires: { 55: [], 60: ["WatchUnknown"] },
  },
  {
    what: "nobody tells it, as the worker is not there",
    gone: /mail_queue_depth|up\{.*email-worker/,
    fires: { 65: [] },
  },
  {
    what: "the most connections of the scheduler's pool are not told",
    gone: /connection_max.*scheduler/,
    fires: { 65: ["WatchUnknown"] },
  },
  {
    what: "requests are not counted by 2 s",
    gone: /http_request.*le="2"/,
    fires: { 65: ["WatchUnknown"] },
  },
  {
    what: "a library writes 30 s as 30.0",
    gone: /llm_.*le="30"/,
    differs: { [modelBucket("web", "30.0")]: each(10), [modelBucket("engine-worker", "30.0")]: each(10) },
    fires: { 65: [] },
  },
  { what: "calls are not counted by 30 s", gone: /llm_.*le="30"/, fires: { 65: ["WatchUnknown"] } },
  { what: "mails are not counted by 30 s", gone: /mail_.*le="30"/, fires: { 65: ["WatchUnknown"] } },
];

/** Courses about the same groups of rules: only those are played, as each costs time. */
interface Batch {
  readonly about: string;
  /** What the names of the groups match. */
  readonly groups: RegExp;
  /** Minutes from one look to the next. @default 1 */
  readonly step?: number;
  readonly courses: readonly Course[];
}

const batches: readonly Batch[] = [
  { about: "all", groups: /./, courses: [{ what: "all is well", fires: { 30: [] } }] },
  { about: "requests", groups: /-api-/, courses: onRequests },
  { about: "ticks", groups: /-engine-ticks-/, courses: onTicks },
  {
    about: "levels and language models",
    groups: /-(mail-queue|engine-queue)-|-(database-pool|llm-latency)-web$/,
    courses: onLevels,
  },
  {
    about: "what is not told",
    groups: /-(mail-queue|database-pool|llm-latency|api-latency)-/,
    step: 5,
    courses: onWhatIsNotTold,
  },
];

export const minuteBatches = batches.map(({ about, groups, step = 1, courses }) => ({
  about,
  groups,
  step: minutes(step),
  tests: courses.flatMap(testsOf),
}));
