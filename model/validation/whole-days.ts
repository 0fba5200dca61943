import type { Problem } from "../problem.ts";
import { days, type Duration } from "../quantities/duration.ts";

/** What is wrong with an age that a provider counts in days: a part of one would be cut off, or refused. */
export function inWholeDays(path: string, span: Duration): Problem[] {
  const isWhole = span.milliseconds > 0 && span.milliseconds % days(1).milliseconds === 0;
  return isWhole ? [] : [{ path, message: `${span} is not a number of whole days; give one day or more` }];
}
