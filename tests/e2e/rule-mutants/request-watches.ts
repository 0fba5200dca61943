import { alert, record, replace, waits } from "./mistake.ts";
import type { Mutant } from "./subject.ts";

const value = "watch:value";
const badEvents = "watch:bad_events:increase1m";
const slow = "RequestsSlow";
const failing = "RequestsFailing";

// What is counted each minute is what objectives count, whose mistakes are tried there.

/** Mistakes in the watches on how soon requests are answered, and how well. */
export const ofRequests: readonly Mutant[] = [
  {
    name: "4 of 100 may be slow",
    seenBy: "5 in 100 do, which P95 allows, after 40 minutes",
    mistake: alert(slow, replace("0.05 *", "0.04 *")),
  },
  {
    name: "7 of 100 may be slow",
    seenBy: "6 in 100 requests take longer than 2 s, after 21 minutes",
    mistake: alert(slow, replace("0.05 *", "0.07 *")),
  },
  {
    name: "the share is a percentage",
    seenBy: "6 in 100 requests take longer than 2 s, after 21 minutes",
    mistake: alert(slow, replace("0.05 *", "5 *")),
  },
  {
    name: "what P95 allows is slow",
    seenBy: "5 in 100 do, which P95 allows, after 40 minutes",
    mistake: alert(slow, replace("> 0.05", ">= 0.05")),
  },
  {
    name: "the target is the bound",
    seenBy: "all take longer than the target of 500 ms, and less than 2 s, after 40 minutes",
    mistake: record(badEvents, replace('le=~"2([.]0)?"', 'le="0.5"')),
  },
  {
    name: "ten minutes are looked back on",
    seenBy: "slow requests are over, after 27 minutes",
    mistake: alert(slow, replace("[5m]", "[10m]")),
  },
  {
    name: "two minutes are looked back on",
    seenBy: "4 in 10 are slow in one minute of five, after 40 minutes",
    mistake: alert(slow, replace("[5m]", "[2m]")),
  },
  {
    name: "one slow request is enough",
    seenBy: "of few requests one in four minutes is slow, and fails, after 40 minutes",
    mistake: alert(slow, replace(">= 2", ">= 1")),
  },
  {
    name: "three slow ones are needed",
    seenBy: "of few requests two in five minutes are slow, and fail, after 40 minutes",
    mistake: alert(slow, replace(">= 2", ">= 3")),
  },
  {
    name: "slow requests are told of at once",
    seenBy: "6 in 100 requests take longer than 2 s, after 20 minutes",
    mistake: waits(slow, "0s"),
  },
  {
    name: "slow requests are told of late",
    seenBy: "6 in 100 requests take longer than 2 s, after 21 minutes",
    mistake: waits(slow, "6m"),
  },
  {
    name: "P95 is P90",
    seenBy: "half of the requests take longer than 500 ms, of which P95 tells, after 17 minutes",
    mistake: record(value, replace("quantile(0.95", "quantile(0.9")),
  },
  {
    name: "P95 is that of ten minutes",
    seenBy: "half of the requests take longer than 500 ms, of which P95 tells, after 17 minutes",
    mistake: record(value, replace(/rate\((.*)\[5m\]/g, "rate($1[10m]")),
  },
  {
    name: "4 of 100 may fail",
    seenBy: "5 in 100 fail, after 40 minutes",
    mistake: alert(failing, replace("> 0.05", "> 0.04")),
  },
  {
    name: "7 of 100 may fail",
    seenBy: "6 in 100 requests fail, after 21 minutes",
    mistake: alert(failing, replace("> 0.05", "> 0.07")),
  },
  {
    name: "the share that fails is a percentage",
    seenBy: "6 in 100 requests fail, after 21 minutes",
    mistake: alert(failing, replace("> 0.05", "> 5")),
  },
  {
    name: "a caller's faults are the service's",
    seenBy: "hardly any fail, and nine in ten are a caller's fault, after 40 minutes",
    mistake: record(badEvents, replace('status=~"5.."', 'status=~"[45].."')),
  },
  {
    name: "one failure is enough",
    seenBy: "of few requests one in four minutes is slow, and fails, after 40 minutes",
    mistake: alert(failing, replace(">= 2", ">= 1")),
  },
  {
    name: "three failures are needed",
    seenBy: "of few requests two in five minutes are slow, and fail, after 40 minutes",
    mistake: alert(failing, replace(">= 2", ">= 3")),
  },
  {
    name: "failures are told of at once",
    seenBy: "6 in 100 requests fail, after 20 minutes",
    mistake: waits(failing, "0s"),
  },
  {
    name: "failures are told of late",
    seenBy: "6 in 100 requests fail, after 21 minutes",
    mistake: waits(failing, "6m"),
  },
];
