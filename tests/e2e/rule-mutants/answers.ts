import { minutes } from "../../../model/quantities/duration.ts";
import { uncounted, weeksLong } from "../../alerts/long-service-level-courses.ts";
import { alertsOf, rulesOf } from "../../alerts/rules-of-levels.ts";
import { downCourses } from "../../alerts/service-down-courses.ts";
import { alert, line, replace, waits } from "./mistake.ts";
import { courseSubject, type Mutant, type Subject } from "./subject.ts";

const rules = rulesOf(
  "atlas-ux",
  /^services$|^atlas-ux-web-(availability|api-request-latency)$|^atlas-ux-frontend-availability$/,
);

const stopped = "RequestsStopped";

const ofSilence: readonly Mutant[] = [
  {
    name: "95 requests are steady traffic",
    seenBy: "six come a minute, which are fewer than 100",
    mistake: alert(stopped, replace(">= 100", ">= 90")),
  },
  {
    name: "113 requests are needed",
    seenBy: "seven come a minute, which are more",
    mistake: alert(stopped, replace(">= 100", ">= 113")),
  },
  {
    name: "traffic of 11 minutes is steady",
    seenBy: "some come in 11 of 15 minutes",
    mistake: alert(stopped, replace(">= 13", ">= 11")),
  },
  {
    name: "there must be some in each minute",
    seenBy: "some come in 13 of 15 minutes",
    mistake: alert(stopped, replace(">= 13", ">= 15")),
  },
  {
    name: "a minute without a request has some",
    seenBy: "all come in one minute of fifteen",
    mistake: alert(stopped, replace(" > 0)[", " >= 0)[")),
  },
  {
    name: "a week ago is not asked for",
    seenBy: "nobody came a week ago",
    mistake: alert(stopped, line(/^and /)),
  },
  {
    name: "a week has six days",
    seenBy: "nobody came a week ago",
    mistake: alert(stopped, replace("offset 1w", "offset 6d")),
  },
  {
    name: "yesterday is the day before",
    seenBy: "nobody came yesterday",
    mistake: alert(stopped, replace("offset 1d", "offset 2d")),
  },
  {
    name: "whether somebody comes now does not count",
    seenBy: "somebody came nine minutes ago",
    mistake: alert(stopped, line(/^unless /)),
  },
  {
    name: "it is told of those who come",
    seenBy: "nobody comes who came each day",
    mistake: alert(stopped, replace("unless sum", "and sum")),
  },
  {
    name: "ten minutes are looked back on",
    seenBy: "nobody has come for 15 minutes",
    mistake: alert(stopped, replace("[15m]) > 0", "[10m]) > 0")),
  },
  {
    name: "twenty minutes are looked back on",
    seenBy: "nobody has come for 20 minutes",
    mistake: alert(stopped, replace("[15m]) > 0", "[20m]) > 0")),
  },
  { name: "it is told at once", seenBy: "nobody has come for 15 minutes", mistake: waits(stopped, "0s") },
  {
    name: "it is told after ten minutes",
    seenBy: "nobody has come for 20 minutes",
    mistake: waits(stopped, "10m"),
  },
];

const unknown = "ServiceLevelUnknown";

const ofCounting: readonly Mutant[] = [
  {
    name: "a day is half of it",
    seenBy: "not one request is counted for nearly a day",
    mistake: waits(unknown, "12h"),
  },
  {
    name: "a day is two of them",
    seenBy: "not one request is counted for a day",
    mistake: waits(unknown, "2d"),
  },
  {
    name: "half a day is looked back on",
    seenBy: "the last request is nearly two days old",
    mistake: alert(unknown, replace("[1d]", "[12h]")),
  },
  {
    name: "two days are looked back on",
    seenBy: "the last request is two days old",
    mistake: alert(unknown, replace("[1d]", "[2d]")),
  },
  {
    name: "who is not asked should count",
    seenBy: "nobody asks for two days",
    mistake: alert(unknown, replace(" == 1)", " >= 0)")),
  },
  {
    name: "who counts is who does not",
    seenBy: "not one request is counted for a day",
    mistake: alert(unknown, replace("unless on ()", "and on ()")),
  },
];

const down = "ServiceDown";

const ofPods: readonly Mutant[] = [
  {
    name: "it is told after two minutes",
    seenBy: "no pod is reached, seen for less than three minutes",
    mistake: waits(down, "2m"),
  },
  {
    name: "it is told after four minutes",
    seenBy: "no pod is reached, seen for three minutes",
    mistake: waits(down, "4m"),
  },
  {
    name: "one pod of several is all of them",
    seenBy: "one of two pods is not reached",
    mistake: alert(down, replace("(sum(up", "(min(up")),
  },
  {
    name: "a pod that is reached is none",
    seenBy: "one of two pods is not reached",
    mistake: alert(down, replace(") == 0", ") != 0")),
  },
  {
    name: "a site's pods do not count",
    seenBy: "no pod of the site is ready, seen for three minutes",
    mistake: alert(down, replace(/^\(sum\(kube.*/g, "vector(0) > 0")),
  },
  {
    name: "one wonders too early about a status",
    seenBy: "the status stands in another label for 14 minutes",
    mistake: waits(unknown, "13m"),
  },
  {
    name: "one wonders too late about a status",
    seenBy: "the status stands in another label for 15 minutes",
    mistake: waits(unknown, "16m"),
  },
  {
    name: "nobody wonders about a status",
    seenBy: "the status stands in another label for 15 minutes",
    mistake: alert(unknown, line(/status=""/)),
  },
  {
    name: "one wonders too early about a bound",
    seenBy: "there is no such bound for 14 minutes",
    mistake: waits(unknown, "13m"),
  },
];

export const answers: readonly Subject[] = [
  courseSubject({
    about: "requests that come no more",
    rules: alertsOf(rules, "atlas-ux-web-availability", (one) => one.alert === stopped),
    step: minutes(1),
    evaluated: minutes(5),
    courses: weeksLong,
    mutants: ofSilence,
  }),
  courseSubject({
    about: "requests that nobody counts",
    rules: alertsOf(rules, "atlas-ux-web-availability", ({ labels }) => labels["reason"] === "uncounted"),
    step: minutes(1),
    evaluated: minutes(10),
    courses: uncounted,
    mutants: ofCounting,
  }),
  courseSubject({
    about: "services that are down",
    rules,
    step: minutes(1),
    courses: downCourses,
    mutants: ofPods,
  }),
];
