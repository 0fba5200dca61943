import { batches } from "../../alerts/watches/batches.ts";
import { alert, record, replace, waits } from "./mistake.ts";
import { ofRequests } from "./request-watches.ts";
import { courseSubject, type Mutant, type Subject } from "./subject.ts";

const value = "watch:value";
const badEvents = "watch:bad_events:increase1m";

const missed = "TicksMissed";
const stopped = "TicksStopped";

const ofTicks: readonly Mutant[] = [
  {
    name: "two ticks are too many",
    seenBy: "2 of 12 are, after 30 minutes",
    mistake: alert(missed, replace(">= 3", ">= 2")),
  },
  {
    name: "more than three are too many",
    seenBy: "3 ticks of 12 are missed in a minute (SLO-13), after 11 minutes",
    mistake: alert(missed, replace(">= 3", "> 3")),
  },
  {
    name: "eleven are due",
    seenBy: "3 ticks of 12 are missed in a minute (SLO-13), after 11 minutes",
    mistake: record(value, replace("(12 -", "(11 -")),
  },
  {
    name: "a minute is two",
    seenBy: "3 ticks of 12 are missed in a minute (SLO-13), after 11 minutes",
    mistake: record(value, replace("offset 1m", "offset 2m")),
  },
  {
    name: "a process that began anew has missed all",
    seenBy: "the engine begins anew after half a minute, after 11 minutes",
    mistake: record(value, replace(/ - \((.* offset 1m\)) <= .*\)$/gm, " - ($1)")),
  },
  {
    name: "missed ticks are told of late",
    seenBy: "3 ticks were missed once, and that is over, after 11 minutes",
    mistake: waits(missed, "1m"),
  },
  {
    name: "five minutes are looked back on",
    seenBy: "the engine is gone, after 13 minutes",
    mistake: alert(stopped, replace("[2m]", "[5m]")),
  },
  {
    name: "an engine that is gone ticks",
    seenBy: "the engine is gone, after 13 minutes",
    mistake: alert(stopped, replace(" or vector(0)", "")),
  },
  {
    name: "an engine that stands still is told of early",
    seenBy: "the engine stands still, and is still asked, after 12 minutes",
    mistake: waits(stopped, "0s"),
  },
  {
    name: "an engine that stands still is told of late",
    seenBy: "the engine stands still, and is still asked, after 13 minutes",
    mistake: waits(stopped, "2m"),
  },
];

const tooLong = "QueueTooLong";
const near = "PoolNearLimit";
const operation = "OperationSlow";

const ofLevels: readonly Mutant[] = [
  {
    name: "a hundred are too many",
    seenBy: "100 mails wait, after 40 minutes",
    mistake: alert(tooLong, replace("> 100", ">= 100")),
  },
  {
    name: "a thousand are no more than a hundred",
    seenBy: "1001 jobs of the engine wait (OBS-18), after 16 minutes",
    mistake: alert(tooLong, replace("> 1000", "> 10000")),
  },
  {
    name: "the shortest queue tells",
    seenBy: "101 mails wait, as one of two pods shows, after 16 minutes",
    mistake: record(value, replace("max(mail", "min(mail")),
  },
  {
    name: "a queue is told of early",
    seenBy: "101 mails wait (SLO-14), after 15 minutes",
    mistake: waits(tooLong, "4m"),
  },
  {
    name: "a queue is told of late",
    seenBy: "101 mails wait (SLO-14), after 16 minutes",
    mistake: waits(tooLong, "6m"),
  },
  {
    name: "nine tenths are too many",
    seenBy: "18 of 20 are, after 40 minutes",
    mistake: alert(near, replace("> 0.9", ">= 0.9")),
  },
  {
    name: "the share is a percentage",
    seenBy: "19 of 20 connections are used (SLO-16), after 21 minutes",
    mistake: alert(near, replace("> 0.9", "> 90")),
  },
  {
    name: "idle connections are used",
    seenBy: "18 of 20 are, after 40 minutes",
    mistake: record(value, replace(',state="used"', "")),
  },
  {
    name: "connections of a moment count",
    seenBy: "19 of 20 connections are used (SLO-16), after 20 minutes",
    mistake: record(value, replace("[5m]))\n  / (sum", "[1m]))\n  / (sum")),
  },
  {
    name: "a pool is told of late",
    seenBy: "19 of 20 connections are used (SLO-16), after 21 minutes",
    mistake: waits(near, "7m"),
  },
  {
    name: "language models may take no longer than the target",
    seenBy: "they take longer than 10 s, and no longer than 30 s, after 40 minutes",
    mistake: record(badEvents, replace('le=~"30(', 'le=~"10(')),
  },
  {
    name: "language models are told of early",
    seenBy: "language models take longer than 30 s (SLO-15), after 15 minutes",
    mistake: waits(operation, "4m"),
  },
  {
    name: "language models are told of late",
    seenBy: "language models take longer than 30 s (SLO-15), after 16 minutes",
    mistake: waits(operation, "6m"),
  },
];

const unknown = "WatchUnknown";

const ofUnknown: readonly Mutant[] = [
  {
    name: "one wonders too early",
    seenBy: "nobody tells how many mails wait, after 55 minutes",
    mistake: waits(unknown, "55m"),
  },
  {
    name: "one wonders too late",
    seenBy: "nobody tells how many mails wait, after 60 minutes",
    mistake: waits(unknown, "65m"),
  },
  {
    name: "a number that is told is not told",
    seenBy: "nobody tells how many mails wait, after 60 minutes",
    mistake: alert(
      unknown,
      replace(/unless on \(job\) (count by \(job\) \(mail_queue_depth)/g, "and on (job) $1"),
    ),
  },
  {
    name: "who is not there should tell",
    seenBy: "nobody tells it, as the worker is not there, after 65 minutes",
    mistake: alert(unknown, replace(/^count by \(job\) \(up\{.*?\} == 1\) unless/gm, "vector(1) unless")),
  },
  {
    name: "any bound is the one that is watched",
    seenBy: "calls are not counted by 30 s, after 65 minutes",
    mistake: alert(unknown, replace(',le=~"30([.]0)?"', "")),
  },
  {
    name: "a bound is written in one way",
    seenBy: "a library writes 30 s as 30.0, after 65 minutes",
    mistake: alert(unknown, replace('le=~"30([.]0)?"', 'le="30"')),
  },
];

/** Mistakes in the watches that a batch of courses is about. */
export function watchSubject(about: string, mutants: readonly Mutant[]): Subject {
  const found = batches.find((batch) => batch.about === about);
  if (!found) throw new Error(`No courses of events are about ${about}`);
  const { rules, step, tests } = found;
  return courseSubject({ about: `the watches: ${about}`, rules, step, courses: tests, mutants });
}

export const watches: readonly Subject[] = [
  watchSubject("requests", ofRequests),
  watchSubject("ticks", ofTicks),
  watchSubject("levels and language models", ofLevels),
  watchSubject("what is not told", ofUnknown),
];
