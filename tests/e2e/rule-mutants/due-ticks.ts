import { minutes } from "../../../model/quantities/duration.ts";
import { freshnessCourses } from "../../alerts/freshness-courses.ts";
import { rulesOf } from "../../alerts/rules-of-levels.ts";
import { alert, burnAlert, limits, line, record, replace, waits } from "./mistake.ts";
import { courseSubject, type Mutant, type Subject } from "./subject.ts";

const counts = "slo:requests:increase1m";
const badCounts = "slo:bad_requests:increase1m";
const unknown = "ServiceLevelUnknown";

// How long what was due is remembered changes nothing while the rules are evaluated each minute: it is recorded anew in each of them. Nor
// does it matter when the worker begins to be down: until ten minutes later its counters are known, and tell that nothing grows. That more ticks
// are bad than are due can't be, as none are fewer than none.

const ofTicks: readonly Mutant[] = [
  {
    name: "half as many are due",
    seenBy: "all ticks take place in time",
    mistake: record(counts, replace("(12 +", "(6 +")),
  },
  {
    name: "twice as many are due",
    seenBy: "all ticks take place in time",
    mistake: record(counts, replace("(12 +", "(24 +")),
  },
  {
    name: "they are due a second, not a minute",
    seenBy: "no tick takes place for 9 minutes",
    mistake: record(counts, replace("(12 +", "(0.2 +")),
  },
  {
    name: "none is due while nobody is asked",
    seenBy: "the worker is gone for half an hour, and none of its ticks is forgotten",
    mistake: record(counts, line(/^or on \(\)/)),
  },
  {
    name: "none is missed while nobody is there",
    seenBy: "the worker is gone for half an hour, and none of its ticks is forgotten",
    mistake: record(badCounts, line(/^or on \(\)/)),
  },
  {
    name: "an outage begins a quarter of an hour late",
    seenBy: "the worker is gone for half an hour, and none of its ticks is forgotten",
    mistake: record(badCounts, replace("[3m])) or", "[15m])) or")),
  },
  {
    name: "a service that is up is one that is down",
    seenBy: "the worker is gone for half an hour, and none of its ticks is forgotten",
    mistake: record(badCounts, replace("vector(0)) == 0", "vector(0)) != 0")),
  },
  {
    name: "a late tick is as good as another",
    seenBy: "all ticks are late for 9 minutes",
    mistake: record(badCounts, replace(/_bucket\{(.*?),le=~"[^"]*"/g, "_count{$1")),
  },
  {
    name: "the bound is in milliseconds",
    seenBy: "no tick takes place for 9 minutes",
    mistake: record(badCounts, replace('le=~"10(', 'le=~"10000(')),
  },
  {
    name: "ticks that come too often are no reason to wonder",
    seenBy: "it ticks more often than it should",
    mistake: alert(unknown, line(/< 0\)$/)),
  },
  {
    name: "nobody wonders about a bound that there is not",
    seenBy: "the bound is none of the histogram's",
    mistake: alert(unknown, line(/unless on \(\) count\(.*_bucket/)),
  },
  {
    name: "nobody wonders where nothing tells of ticks",
    seenBy: "nothing tells of ticks",
    mistake: alert(unknown, line(/^or on \(\) \(sum\(up/)),
  },
  {
    name: "one wonders where nobody was ever asked",
    seenBy: "it was never there",
    mistake: alert(unknown, replace(/^or on \(\) \(sum\(up.* unless/gm, "or on () (vector(1) unless")),
  },
  {
    name: "one wonders too early",
    seenBy: "nothing tells of ticks for 15 minutes",
    mistake: waits(unknown, "14m"),
  },
  {
    name: "one wonders too late",
    seenBy: "nothing tells of ticks for 16 minutes",
    mistake: waits(unknown, "16m"),
  },
  {
    name: "factor 14.4 is 13",
    seenBy: "no tick takes place for 8 minutes",
    mistake: burnAlert("1h", limits(13 / 14.4)),
  },
  {
    name: "factor 14.4 is 16",
    seenBy: "no tick takes place for 9 minutes",
    mistake: burnAlert("1h", limits(16 / 14.4)),
  },
  {
    name: "the short window is the long one",
    seenBy: "it ticks again for five minutes",
    mistake: burnAlert("1h", replace("ratio_rate5m", "ratio_rate1h")),
  },
];

export const dueTicks: Subject = courseSubject({
  about: "ticks that are due",
  rules: rulesOf("atlas-ux", /-engine-tick-freshness$/),
  step: minutes(1),
  courses: freshnessCourses.ticks,
  mutants: ofTicks,
});
