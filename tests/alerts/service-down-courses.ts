import type { RuleTest } from "./rule-file.ts";
import { course } from "./service-level-courses.ts";
import {
  answers,
  counted,
  type Course,
  faults,
  quick,
  ready,
  up,
  upOf,
  workersUp,
} from "./service-level-series.ts";

const calm = faults({ bad: 0, badPerMinute: 0 });
const unknown: Course = {
  [answers("200").replace("status=", "code=")]: counted([90, 100]),
  [quick()]: counted([90, 100]),
};

/** When it is told that nobody is there, and that nobody knows what was answered: after three minutes, and after fifteen. */
export const downCourses: readonly RuleTest[] = [
  course("no pod is reached, seen for less than three minutes", 63, { ...calm, [up]: "1x60 0x3" }, []),
  course("no pod is reached, seen for three minutes", 64, { ...calm, [up]: "1x60 0x4" }, ["ServiceDown"]),
  course("a worker is gone, seen for less than three minutes", 63, workersUp("1x60 0x3"), []),
  course("a worker is gone, seen for three minutes", 64, workersUp("1x60 0x4"), ["ServiceDown"]),
  course("no pod of the site is ready, seen for three minutes", 64, { [ready]: "1x60 0x4" }, ["ServiceDown"]),
  course(
    "one of two pods is not reached",
    70,
    { ...faults({ bad: 10, badPerMinute: 0 }), [upOf("10.0.0.4:3002")]: "1x60 0x10" },
    [],
  ),
  course("the status stands in another label for 14 minutes", 14, unknown, []),
  course("the status stands in another label for 15 minutes", 15, unknown, ["ServiceLevelUnknown"]),
  course("there is no such bound for 14 minutes", 14, { [answers()]: counted([14, 100]) }, []),
];
