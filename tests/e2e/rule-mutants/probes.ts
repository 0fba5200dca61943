import { minutes } from "../../../model/quantities/duration.ts";
import { publicUrlCourses, publicUrlRules } from "../../alerts/public-url-courses.ts";
import { alert, line, replace, waits } from "./mistake.ts";
import { courseSubject, type Mutant } from "./subject.ts";

const down = "PublicUrlDown";
const slow = "PublicUrlSlow";
const expires = "PublicCertificateExpires";
const unknown = "PublicUrlUnknown";

// An address has one series of a kind, so the most of them is the least as well.

const mutants: readonly Mutant[] = [
  {
    name: "one look that fails is enough",
    seenBy: "one look fails, and the next is to come",
    mistake: alert(down, replace("max_over_time", "min_over_time")),
  },
  {
    name: "a first look that fails is enough",
    seenBy: "a new address fails at its first look",
    mistake: alert(down, line(/^and /)),
  },
  {
    name: "two looks are one",
    seenBy: "two looks fail: at 70 minutes, and told two minutes later",
    mistake: alert(down, replace("[10m]", "[5m]")),
  },
  {
    name: "two looks are three",
    seenBy: "two looks fail: at 70 minutes, and told two minutes later",
    mistake: alert(down, replace("[10m]", "[15m]")),
  },
  {
    name: "what answers is down",
    seenBy: "all is well",
    mistake: alert(down, replace(" == 0", " == 1")),
  },
  {
    name: "it is told at once",
    seenBy: "two looks fail, and that is not so for a minute yet",
    mistake: waits(down, "0s"),
  },
  {
    name: "it is told after two minutes",
    seenBy: "two looks fail: at 70 minutes, and told two minutes later",
    mistake: waits(down, "2m"),
  },
  {
    name: "a neighbour's address is one's own",
    seenBy: "two looks fail: at 70 minutes, and told two minutes later",
    mistake: alert(down, replace(/,part="[^"]*"/g, "")),
  },
  {
    name: "13 days are two weeks",
    seenBy: "a certificate ends in less, seen for an hour",
    mistake: alert(expires, replace("1209600", "1123200")),
  },
  {
    name: "a certificate may last for two weeks and no more",
    seenBy: "a certificate ends in two weeks, seen for an hour",
    mistake: alert(expires, replace("< 1209600", "<= 1209600")),
  },
  {
    name: "days are hours",
    seenBy: "a certificate ends in less, seen for an hour",
    mistake: alert(expires, replace("1209600", "50400")),
  },
  {
    name: "its end is how long it lasts",
    seenBy: "a certificate ends in less, seen for an hour",
    mistake: alert(expires, replace(" - time()", "")),
  },
  {
    name: "the certificate before it counts",
    seenBy: "a certificate is renewed",
    mistake: alert(expires, replace("last_over_time", "min_over_time")),
  },
  {
    name: "it is told of a certificate too early",
    seenBy: "a certificate ends in two weeks, seen for an hour",
    mistake: waits(expires, "30m"),
  },
  {
    name: "it is told of a certificate too late",
    seenBy: "a certificate ends in less, seen for an hour",
    mistake: waits(expires, "61m"),
  },
  {
    name: "one wonders that somebody looks",
    seenBy: "all is well",
    mistake: alert(unknown, replace("absent_over_time", "present_over_time")),
  },
  {
    name: "one wonders too early",
    seenBy: "nobody looks for 35 minutes",
    mistake: waits(unknown, "20m"),
  },
  {
    name: "one wonders too late",
    seenBy: "nobody looks for 45 minutes",
    mistake: waits(unknown, "40m"),
  },
  {
    name: "a page may take a tenth longer",
    seenBy: "a page takes longer",
    mistake: alert(slow, replace("> 2", "> 2.2")),
  },
  {
    name: "a page may not take as long as it may",
    seenBy: "a page takes two seconds",
    mistake: alert(slow, replace("> 2", ">= 2")),
  },
  {
    name: "seconds are milliseconds",
    seenBy: "a page takes longer",
    mistake: alert(slow, replace("> 2", "> 2000")),
  },
  {
    name: "five minutes are looked back on",
    seenBy: "one look of six takes longer",
    mistake: alert(slow, replace("[30m]", "[5m]")),
  },
  {
    name: "an hour is looked back on",
    seenBy: "a page has taken longer for more than that",
    mistake: alert(slow, replace("[30m]", "[1h]")),
  },
  {
    name: "the longest look tells",
    seenBy: "one look of six takes longer",
    mistake: alert(slow, replace("avg_over_time", "max_over_time")),
  },
  {
    name: "it is told of a page at once",
    seenBy: "a page has taken longer for half an hour",
    mistake: waits(slow, "0s"),
  },
  {
    name: "it is told of a page after ten minutes",
    seenBy: "a page has taken longer for more than that",
    mistake: waits(slow, "10m"),
  },
];

export const probes = courseSubject({
  about: "what probes found",
  rules: publicUrlRules,
  step: minutes(1),
  courses: publicUrlCourses,
  mutants,
});
