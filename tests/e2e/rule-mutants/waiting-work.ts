import { minutes } from "../../../model/quantities/duration.ts";
import { freshnessCourses } from "../../alerts/freshness-courses.ts";
import { recordsOf, rulesOf } from "../../alerts/rules-of-levels.ts";
import { alert, burnAlert, type Change, limits, line, type Mistake, record, replace } from "./mistake.ts";
import { courseSubject, type Mutant, type Subject } from "./subject.ts";

const counts = "slo:requests:increase1m";
const badCounts = "slo:bad_requests:increase1m";
const unknown = "ServiceLevelUnknown";

/** A mistake in two records. */
const inBoth =
  (one: string, other: string, change: Change): Mistake =>
  (rule) => {
    const first = record(one, change)(rule);
    return first && record(other, change)(first);
  };

const ofWork: readonly Mutant[] = [
  {
    name: "what waits does not count",
    seenBy: "mails wait for 44 minutes, and none is delivered",
    mistake: record(counts, replace(/\(clamp_min[^]*?< 5\)\)\nor on \(\) /g, "")),
  },
  {
    name: "it may wait for as many milliseconds",
    seenBy: "mails wait for 44 minutes, and none is delivered",
    mistake: record(counts, replace(") > 60", ") > 60000")),
  },
  {
    name: "it may not wait for as long as it may",
    seenBy: "what waits has waited for a minute and no more",
    mistake: record(counts, replace(") > 60", ") >= 60")),
  },
  {
    name: "it may wait for a second longer",
    seenBy: "what waits has waited for a second more",
    mistake: record(counts, replace(") > 60", ") > 61")),
  },
  {
    name: "an outage begins two minutes too early",
    seenBy: "the mail worker is gone for two minutes, which is no outage yet",
    mistake: inBoth(counts, badCounts, replace("[3m])) or", "[1m])) or")),
  },
  {
    name: "an outage begins three minutes too late",
    seenBy: "the mail worker is gone, and as many are missed as came in the hour before",
    mistake: inBoth(counts, badCounts, replace("[3m])) or", "[6m])) or")),
  },
  {
    name: "what is fresh has waited",
    seenBy: "the queue is empty, and nothing is delivered",
    mistake: record(counts, replace(") > 60", ") < 60")),
  },
  {
    name: "four are several",
    seenBy: "four mails have waited too long for an hour",
    mistake: record(counts, replace(") < 5", ") < 4")),
  },
  {
    name: "five are few",
    seenBy: "five mails have waited too long for 5 minutes",
    mistake: record(counts, replace(") < 5", ") <= 5")),
  },
  {
    name: "few are as bad as many",
    seenBy: "four mails have waited too long for an hour",
    mistake: record(counts, replace(/\nunless on \(\) max\([^)]*\) < 5/g, "")),
  },
  {
    name: "many are not as bad as few",
    seenBy: "five mails have waited too long for 5 minutes",
    mistake: record(counts, replace(") < 5", ") > 4")),
  },
  {
    name: "of how many nobody tells, there are none",
    seenBy: "mails have waited too long for 5 minutes, and nobody tells how many",
    mistake: record(counts, replace(/unless on \(\) (max\(.*_depth\{[^}]*\}\)) < 5/g, "and on () $1 >= 5")),
  },
  {
    name: "nothing was usual at night, so nothing is left undone",
    seenBy: "five mails have waited too long for 5 minutes",
    mistake: record(counts, replace("clamp_min(", "clamp_max(")),
  },
  {
    name: "a stuck minute counts for five",
    seenBy: "five mails have waited too long for 4 minutes",
    mistake: record(counts, replace("[1h]), 1)", "[1h]), 5)")),
  },
  {
    name: "what is usual is what there was just now",
    seenBy: "the mail worker is gone, and as many are missed as came in the hour before",
    mistake: record(counts, replace("[1h]", "[10m]")),
  },
  {
    name: "what is usual is what there was in two hours",
    seenBy: "the mail worker is gone, and as many are missed as came in the hour before",
    mistake: record(counts, replace("[1h]", "[2h]")),
  },
  {
    name: "what is usual is the most that there was",
    seenBy: "the mail worker is gone, and as many are missed as came in the hour before",
    mistake: record(counts, replace("avg_over_time", "max_over_time")),
  },
  {
    name: "while nobody is there, nothing is asked for",
    seenBy: "the mail worker is gone for 48 minutes",
    mistake: record(counts, replace(/\nor on \(\) \(avg_over_time[^]*? >= 2\)\)/g, "")),
  },
  {
    name: "what was asked for while nobody was there is done",
    seenBy: "the mail worker is gone for 48 minutes",
    mistake: record(badCounts, line(/vector\(0\)\) == 0/)),
  },
  {
    name: "a late mail is as good as another",
    seenBy: "all mails are late for 44 minutes",
    mistake: record(badCounts, replace(/_bucket\{(.*?),le=~"[^"]*"/g, "_count{$1")),
  },
  {
    name: "factor 14.4 is 14",
    seenBy: "all mails are late for 43 minutes",
    mistake: burnAlert("1h", limits(14 / 14.4)),
  },
  {
    name: "nobody wonders about a bound that there is not",
    seenBy: "the bound is none of the histogram's",
    mistake: alert(unknown, line(/unless on \(\) count\(.*_bucket/)),
  },
];

const ofRecords: readonly Mutant[] = [
  {
    name: "one look tells of an outage",
    seenBy: "Prometheus was away, and looks once: nobody can tell",
    mistake: record(badCounts, replace("[3m]) >= 2", "[3m]) >= 1")),
  },
  {
    name: "three looks are needed to tell",
    seenBy: "Prometheus was away, and looks twice: nobody is there",
    mistake: record(badCounts, replace("[3m]) >= 2", "[3m]) >= 3")),
  },
  {
    name: "what it saw before it was away counts",
    seenBy: "Prometheus was away, and looks once: nobody can tell",
    mistake: record(badCounts, replace("[3m]) >= 2", "[30m]) >= 2")),
  },
];

export const waitingWork: Subject = courseSubject({
  about: "work that waits",
  rules: rulesOf("atlas-ux", /-mail-freshness$/),
  step: minutes(1),
  courses: freshnessCourses.mails,
  mutants: ofWork,
});

export const recordedWork: Subject = courseSubject({
  about: "what was missed while Prometheus was away",
  rules: recordsOf(rulesOf("atlas-ux", /-mail-freshness$/), badCounts),
  step: minutes(1),
  courses: freshnessCourses.recorded,
  mutants: ofRecords,
});
