import { labelled } from "./made-up-series.ts";
import type { RuleTest } from "./rule-file.ts";
import { counted, type Course, namespace } from "./service-level-series.ts";

const engine = { namespace, job: "engine-worker", instance: "10.0.0.5:9464" };
const mailer = { namespace, job: "email-worker", instance: "10.0.0.6:9464" };

const engineUp = labelled("up", engine);
const ticks = labelled("engine_tick_delay_seconds_count", engine);
/** Ticks that began at most so many seconds late. */
const ticksWithin = (le: string): string => labelled("engine_tick_delay_seconds_bucket", { ...engine, le });
const inTime = ticksWithin("10");

const mailerUp = labelled("up", mailer);
const mails = labelled("mail_delivery_seconds_count", mailer);
const quickMails = labelled("mail_delivery_seconds_bucket", { ...mailer, le: "60" });
const oldest = labelled("mail_queue_oldest_age_seconds", mailer);
const depth = labelled("mail_queue_depth", mailer);

const fast = "ErrorBudgetBurnsFast";
const unknown = "ServiceLevelUnknown";

const missed = `slo:bad_requests:increase1m{slo="atlas-ux-engine-worker-engine-tick-freshness"}`;

const mailLevel = "atlas-ux-email-worker-mail-freshness";
const missedMails = `slo:bad_requests:increase1m{slo="${mailLevel}"}`;

/** A course of events of which everything else is well: twelve ticks a minute in time, and no mail. */
const course = (
  name: string,
  at: number,
  series: Course,
  fires: readonly string[],
  comesTo?: RuleTest["comesTo"],
): RuleTest => ({
  name,
  at,
  series: {
    [engineUp]: `1x${at}`,
    [ticks]: counted([at, 12]),
    [inTime]: counted([at, 12]),
    [mailerUp]: `1x${at}`,
    [mails]: `0x${at}`,
    [quickMails]: `0x${at}`,
    [oldest]: `0x${at}`,
    [depth]: `0x${at}`,
    ...series,
  },
  fires,
  ...(comesTo && { comesTo }),
});

const stuck = (bad: number): Course => ({
  [ticks]: counted([60, 12], [bad, 0]),
  [inTime]: counted([60, 12], [bad, 0]),
});
const late = (bad: number): Course => ({ [inTime]: counted([60, 12], [bad, 0]) });
const tenth = (bad: number): Course => ({
  [ticks]: counted([60, 12], [bad, 10.8]),
  [inTime]: counted([60, 12], [bad, 10.8]),
});
const gone = (bad: number): Course => ({
  [engineUp]: `1x60 0x${bad}`,
  [ticks]: `${counted([60, 12])} _x${bad}`,
  [inTime]: `${counted([60, 12])} _x${bad}`,
});

// Twelve ticks are due a minute, and 99 % of them within 10 s: 14.4 times 1 % of an hour's 720 are 103.68, or 8.64 minutes of them. Six times 1 % of six hours' are 259.2.

const tickCourses: readonly RuleTest[] = [
  course("all ticks take place in time", 120, {}, []),
  course("no tick takes place for 8 minutes", 68, stuck(8), []),
  course("no tick takes place for 9 minutes", 69, stuck(9), [fast]),
  course("all ticks are late for 8 minutes", 68, late(8), []),
  course("all ticks are late for 9 minutes", 69, late(9), [fast]),
  course("the worker is gone for 8 minutes", 68, gone(8), []),
  course("the worker is gone for 9 minutes", 69, gone(9), [fast]),
  course("the worker is gone for half an hour, and none of its ticks is forgotten", 90, gone(30), [fast], {
    [`sum(sum_over_time(${missed}[1h]))`]: 360,
  }),
  // 1.2 a minute: 216 minutes.
  course("one tick in ten is missed for 215 minutes", 275, tenth(215), []),
  course("one tick in ten is missed for 217 minutes", 277, tenth(217), [fast]),
  course(
    "it ticks again for five minutes",
    76,
    {
      [ticks]: counted([60, 12], [10, 0], [6, 12]),
      [inTime]: counted([60, 12], [10, 0], [6, 12]),
    },
    [],
  ),
  course(
    "each other tick falls into the next minute, and is not missed",
    120,
    {
      [ticks]: alternating(120),
      [inTime]: alternating(120),
    },
    [],
    { [`sum(abs(sum_over_time(${missed}[1h])) <= bool 1)`]: 1 },
  ),
  course(
    "the worker restarts, and its counters begin anew",
    75,
    { [ticks]: `${counted([60, 12])} 12+12x14`, [inTime]: `${counted([60, 12])} 12+12x14` },
    [],
    { [`sum(sum_over_time(${missed}[1h]))`]: 0 },
  ),
  course(
    "the bound is none of the histogram's",
    90,
    { [inTime]: "_x90", [ticksWithin("15")]: counted([90, 12]) },
    [unknown],
  ),
  // It is told once they are asked for a minute, and for a quarter of an hour after.
  course("nothing tells of ticks for 15 minutes", 15, { [ticks]: "_x15", [inTime]: "_x15" }, []),
  course("nothing tells of ticks for 16 minutes", 16, { [ticks]: "_x16", [inTime]: "_x16" }, [unknown]),
  course("nothing tells of ticks", 90, { [ticks]: "_x90", [inTime]: "_x90" }, [unknown]),
  course(
    "it ticks more often than it should",
    90,
    { [ticks]: counted([90, 15]), [inTime]: counted([90, 15]) },
    [unknown],
  ),
  course("it was never there", 90, { [engineUp]: "_x90", [ticks]: "_x90", [inTime]: "_x90" }, []),
];

/** Eleven ticks in one minute, thirteen in the next. */
function alternating(minutes: number): string {
  return Array.from({ length: minutes + 1 }, (_, minute) => minute * 12 - (minute % 2)).join(" ");
}

const delivered = (bad: number, quick = 0): Course => ({
  [mails]: counted([60, 10], [bad, 10]),
  [quickMails]: counted([60, 10], [bad, quick]),
});
/** Nothing is delivered, and something has waited for two minutes. */
const waiting = (bad: number): Course => ({
  [mails]: counted([60, 10], [bad, 0]),
  [quickMails]: counted([60, 10], [bad, 0]),
  [oldest]: `0x60 120x${bad - 1}`,
  [depth]: `0x60 10+10x${bad - 1}`,
});
/** Nobody sends at night. So many have waited since then for longer than they may. */
const stuckAtNight = (bad: number, many: number): Course => ({
  [oldest]: `0x60 120+60x${bad - 1}`,
  [depth]: `0x60 ${many}x${bad - 1}`,
});

// 95 % of mails within a minute: 14.4 times 5 % are 72 % of an hour's, which are those of 43.2 minutes.

const mailCourses: readonly RuleTest[] = [
  course("mails are delivered in time", 90, delivered(30, 10), []),
  course("all mails are late for 43 minutes", 103, delivered(43), []),
  course("all mails are late for 44 minutes", 104, delivered(44), [fast]),
  course("mails wait for 43 minutes, and none is delivered", 103, waiting(43), []),
  course("mails wait for 44 minutes, and none is delivered", 104, waiting(44), [fast]),
  // Of 14.4 times 5 % a tenth never is enough, nor of six times.
  course("one mail in ten is late for two hours", 180, delivered(120, 9), []),
  course("the queue is empty, and nothing is delivered", 130, { ...waiting(70), [oldest]: "0x130" }, []),
  course("what waits has waited for a minute and no more", 130, { ...waiting(70), [oldest]: "60x130" }, []),
  course("what waits has waited for a second more", 130, { ...waiting(70), [oldest]: "0x60 61x69" }, [fast]),
  // Fewer than five are no outage. Five count as one a minute.
  course("one stuck mail through an idle night tells nobody", 240, stuckAtNight(180, 1), []),
  course("four mails have waited too long for an hour", 120, stuckAtNight(60, 4), []),
  course("five mails have waited too long for 4 minutes", 64, stuckAtNight(4, 5), []),
  course("five mails have waited too long for 5 minutes", 65, stuckAtNight(5, 5), [fast]),
  course(
    "mails have waited too long for 5 minutes, and nobody tells how many",
    65,
    { ...stuckAtNight(5, 5), [depth]: "_x65" },
    [fast],
  ),
  course(
    "the mail worker is gone for 48 minutes",
    108,
    {
      [mailerUp]: "1x60 0x48",
      [mails]: `${counted([60, 10])} _x48`,
      [quickMails]: `${counted([60, 10])} _x48`,
      [oldest]: "0x60 _x48",
      [depth]: "0x60 _x48",
    },
    [fast],
  ),
  course(
    "the mail worker is gone for two minutes, which is no outage yet",
    62,
    {
      [mailerUp]: "1x60 0x1",
      [mails]: `${counted([60, 10])} _x2`,
      [quickMails]: `${counted([60, 10])} _x2`,
      [oldest]: "0x60 _x2",
      [depth]: "0x60 _x2",
    },
    [],
    { [`sum(${missedMails})`]: 0 },
  ),
  // 60 a minute, then 20, and 10 in the last half an hour. Three minutes of it nobody calls an outage yet, and in those none is missed.
  course(
    "the mail worker is gone, and as many are missed as came in the hour before",
    124,
    {
      [mailerUp]: "1x120 0x4",
      [mails]: `${counted([60, 60], [30, 20], [30, 10])} _x4`,
      [quickMails]: `${counted([60, 60], [30, 20], [30, 10])} _x4`,
      [oldest]: "0x120 _x4",
      [depth]: "0x120 _x4",
    },
    [],
    // 840 to 860 of 60 minutes, by whether a window has both of its ends.
    { [`count(${missedMails} > 13.5 < 14.5)`]: 1 },
  ),
  course(
    "the mail worker restarts, and its counters begin anew",
    70,
    { [mails]: `${counted([60, 10])} 10+10x9`, [quickMails]: `${counted([60, 10])} 10+10x9` },
    [],
  ),
  course("the bound is none of the histogram's", 90, { ...delivered(30), [quickMails]: "_x90" }, [unknown]),
];

/** Prometheus is away for twenty minutes, in which the worker went, and has recorded so much since. */
const backFor = (name: string, minutes: number, bad: number): RuleTest => ({
  name,
  at: 80 + minutes,
  series: {
    [labelled("slo:requests:increase1m", { slo: mailLevel, namespace })]: `10x60 _x20 10x${minutes - 1}`,
    [mailerUp]: `1x60 _x20 0x${minutes - 1}`,
  },
  fires: [],
  comesTo: { [`sum(${missedMails}) or vector(-1)`]: bad },
});

/** What is missed, by what is recorded of requests. */
const recordedCourses: readonly RuleTest[] = [
  backFor("Prometheus was away, and looks once: nobody can tell", 1, -1),
  backFor("Prometheus was away, and looks twice: nobody is there", 2, 10),
];

export const freshnessCourses = {
  ticks: tickCourses,
  mails: mailCourses,
  recorded: recordedCourses,
} as const;
