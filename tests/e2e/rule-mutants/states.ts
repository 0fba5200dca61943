import { minutes } from "../../../model/quantities/duration.ts";
import { endOf } from "../../alerts/objective-courses.ts";
import { fromCounts } from "../../alerts/recorded-counts.ts";
import { playToEnd } from "../../alerts/rule-file.ts";
import { rulesOf } from "../../alerts/rules-of-levels.ts";
import { durabilityCourses, uptimeCourses } from "../../alerts/state-courses.ts";
import { durabilityTried, stateLooks, type TriedState, uptimeTried } from "../../alerts/state-paces.ts";
import { alert, burnAlert, limits, line, type Mistake, record, replace, waits } from "./mistake.ts";
import { courseSubject, type Mutant, type Subject } from "./subject.ts";

const counts = "slo:requests:increase1m";
const badCounts = "slo:bad_requests:increase1m";
const unknown = "ServiceLevelUnknown";

const uptime = rulesOf("crb-analyser", /-crb-frontend-uptime$/);
const durability = rulesOf("atlas-ux", /-durability$/);

/** A mistake in what holds, wherever it stands. */
const holds =
  (from: string | RegExp, to: string): Mistake =>
  (rule) => ({ ...rule, expr: rule.expr.replaceAll(from, to) });

const ofLooks: readonly Mutant[] = [
  {
    name: "one address that answers is enough",
    seenBy: "the second look has failed",
    mistake: holds("min(last", "max(last"),
  },
  {
    name: "a look tells for five minutes alone",
    seenBy: "nobody looks any more, which is told later",
    mistake: holds("[10m]", "[5m]"),
  },
  {
    name: "a look tells for twenty minutes",
    seenBy: "nobody looks any more, which is told now",
    mistake: holds("[10m]", "[20m]"),
  },
  {
    name: "each of two looks must succeed",
    seenBy: "one look fails, and costs its five minutes",
    mistake: holds("last_over_time(probe", "min_over_time(probe"),
  },
  {
    name: "one of two looks may succeed",
    seenBy: "the second look has failed",
    mistake: holds("last_over_time(probe", "max_over_time(probe"),
  },
  {
    name: "good minutes are bad",
    seenBy: "all looks succeed",
    mistake: record(badCounts, replace("1 - (", "(")),
  },
  {
    name: "minutes that are not known are good ones",
    seenBy: "nobody has looked",
    mistake: (rule) => ("alert" in rule ? alert(unknown, line(/absent/))(rule) : rule),
  },
  {
    name: "good minutes alone are known",
    seenBy: "four looks fail, and it is known that they do",
    mistake: record(counts, replace("1 + 0 *", "1 *")),
  },
  {
    name: "one wonders too early",
    seenBy: "nobody looks any more, which is told later",
    mistake: waits(unknown, "10m"),
  },
  {
    name: "one wonders too late",
    seenBy: "nobody looks any more, which is told now",
    mistake: waits(unknown, "20m"),
  },
];

const ofData: readonly Mutant[] = [
  {
    name: "the log may wait for the whole recovery point",
    seenBy: "the log has waited longer, for two",
    mistake: record(badCounts, replace("bool 3360", "bool 3600")),
  },
  {
    name: "the log may wait for less than it may",
    seenBy: "the log waits for 56 minutes",
    mistake: record(badCounts, replace("<= bool 3360", "< bool 3360")),
  },
  {
    name: "the log may wait for as many minutes",
    seenBy: "the log waits for 56 minutes",
    mistake: record(badCounts, replace("bool 3360", "bool 56")),
  },
  {
    name: "no base backup is needed",
    seenBy: "there is no base backup",
    mistake: record(badCounts, line(/first_recoverability/)),
  },
  {
    name: "a drill may fail",
    seenBy: "a drill fails",
    mistake: record(badCounts, line(/exit_code/)),
  },
  {
    name: "a slow drill has failed",
    seenBy: "a drill is slow, and what it found is good",
    mistake: record(badCounts, replace("== bool 5", "== bool 6")),
  },
  {
    name: "a drill must have been",
    seenBy: "no drill has been yet",
    mistake: holds("or on () vector(1)", ""),
  },
  {
    name: "a drill may be a second older",
    seenBy: "the last drill that passed is a second too long ago",
    mistake: record(badCounts, replace("bool 2790000", "bool 2790001")),
  },
  {
    name: "a drill may be as old as it may, and no older",
    seenBy: "the last drill that passed is just not too long ago",
    mistake: record(badCounts, replace("<= bool 2790000", "< bool 2790000")),
  },
  {
    name: "nobody wonders about a log of which nobody tells",
    seenBy: "nobody tells of the log",
    mistake: alert(unknown, replace("absent(", "absent_over_time(vector(1)[1m:1m]) and absent(")),
  },
  {
    name: "one wonders too early",
    seenBy: "nobody tells of the log for 14 minutes",
    mistake: waits(unknown, "13m"),
  },
];

// A few bad minutes are a larger share than any limit, so a limit that is a little off changes nothing; and less than all of what is known can
// only lower a share, which is large enough.

const ofPaces = (state: TriedState): readonly Mutant[] =>
  state.paces.flatMap(({ label, shortMinutes }) => [
    {
      name: `${label}: a bad minute less is enough`,
      seenBy: label,
      mistake: burnAlert(label, replace(/>= \d+$/g, `>= ${state.fewest - 1}`)),
    },
    {
      name: `${label}: a bad minute more is needed`,
      seenBy: label,
      mistake: burnAlert(label, replace(/>= \d+$/g, `>= ${state.fewest + 1}`)),
    },
    { name: `${label}: limits are percentages`, seenBy: label, mistake: burnAlert(label, limits(100)) },
    {
      name: `${label}: the short window does not count`,
      seenBy: label,
      mistake: burnAlert(label, line(/^and slo:sli_error/)),
    },
    {
      name: `${label}: the short window is twice as long`,
      seenBy: label,
      mistake: record(
        `slo:sli_error:ratio_rate${nameOf(shortMinutes)}`,
        replace(`[${nameOf(shortMinutes)}]`, `[${2 * shortMinutes}m]`),
      ),
    },
  ]);

const nameOf = (inMinutes: number): string => (inMinutes < 60 ? `${inMinutes}m` : `${inMinutes / 60}h`);

const paceSubject = (about: string, rules: Subject["rules"], state: TriedState): Subject => ({
  about,
  rules,
  mutants: ofPaces(state),
  play: async (those, labels) => {
    for (const pace of state.paces.filter(({ label }) => labels.includes(label)))
      await playToEnd(
        fromCounts(those, (one) => one.labels["long"] === pace.label),
        endOf(pace),
        stateLooks(state, pace),
      );
  },
});

export const states: readonly Subject[] = [
  courseSubject({
    about: "what is reached from outside",
    rules: uptime,
    step: minutes(1),
    courses: uptimeCourses,
    mutants: ofLooks,
  }),
  courseSubject({
    about: "what is kept of a database",
    rules: durability,
    step: minutes(1),
    courses: durabilityCourses,
    mutants: ofData,
  }),
  paceSubject("minutes without an answer", uptime, uptimeTried),
  paceSubject("minutes without a recovery", durability, durabilityTried),
];
