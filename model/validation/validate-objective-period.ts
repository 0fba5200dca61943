import { type Budgeted, objectivePeriods, periodOf } from "../objective-period.ts";
import type { Problem } from "../problem.ts";

/** What is wrong with how long an objective counts: paces are known of some periods alone, and the windows of alerts must fit into it. */
export function validateObjectivePeriod(path: string, objective: Budgeted): Problem[] {
  const period = periodOf(objective);
  return objectivePeriods.some(({ wholeSeconds }) => wholeSeconds === period.wholeSeconds)
    ? []
    : [
        {
          path: `${path}.period`,
          message: `${period} is no period that budgets are counted over; give one of ${objectivePeriods.join(", ")}`,
        },
      ];
}
