import { describeRows } from "./row-table.ts";

const budget = "unit/tools/budget.test.ts";
const watch = "unit/tools/watch-release.test.ts";
const observers = "unit/observability/observers.test.ts";
const gates = "e2e/release-gates.e2e.test.ts";
const access = "e2e/observer-access.ts";

const rows = ["SYS-08", "DEP-06", "DEP-30", "OBS-23", "SLO-07", "SLO-33", "POL-19"];

describeRows("the rows on what asks Prometheus, and who may", rows, {
  "SYS-08": [
    [
      observers,
      "each declared observer has an account of its own, that says what for and hands out no token",
    ],
    [observers, "may ask Prometheus and Alertmanager by GET, and has no other verb"],
    [access, "an observer may ask Prometheus and Alertmanager, and change nothing in them"],
  ],
  "DEP-06": [
    [watch, "is watched to the end, with a line each half minute, and the worst of each kind in it"],
    [watch, "fails requests, and is taken back at the third look that sees it"],
    [gates, "a release that holds is watched to the end, and one that fails requests is to be taken back"],
  ],
  "DEP-30": [
    [budget, "ends with 1 when a budget is spent, and says whose features wait"],
    [gates, "a budget that is left lets features out, and says of how few days that is"],
    [gates, "a budget that is spent lets out what makes its system more reliable, and nothing else"],
  ],
  "OBS-23": [
    [observers, "may look at its system's rules and routes, and at nothing else there"],
    [budget, "says all of it to a program"],
  ],
  "SLO-07": [
    [budget, "holds up nothing that makes a system more reliable"],
    [
      budget,
      "ends with 0 when only durability is spent, as it is by a drill that failed for five minutes, and says so",
    ],
    [budget, "lets out what makes a system more reliable, and says so"],
  ],
  "SLO-33": [
    [watch, "is not held to what was before it, nor its start to what it takes"],
    [watch, "takes no release back for one look from outside that failed, which wakes nobody"],
  ],
  "POL-19": [
    [budget, "ends with 3 when nobody can tell, and lets nothing out but that"],
    [gates, "a budget that nothing is recorded of holds features up, and is told from a spent one"],
  ],
});
