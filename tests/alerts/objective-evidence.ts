import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { shares } from "./objective-courses.ts";
import { firesAfter, type Pace } from "./pace-arithmetic.ts";
import type { Tried } from "./recorded-counts.ts";
import type { LastLook } from "./rule-file.ts";

/** What the tests have seen of an objective, for `make objectives` to print. */
export type Seen =
  | {
      readonly id: string;
      /** The alert fires at this minute of a fault, and not a minute before. */
      readonly minute: number;
      readonly long: string;
      readonly badPercent: number;
    }
  | {
      readonly id: string;
      /** So many courses of events were played to its rules. */
      readonly courses: number;
    };

/** The variable that names the folder to leave it in. Without it, nothing is left. */
export const evidenceVariable = "SLIPWAY_OBJECTIVE_EVIDENCE";
export const evidenceFile = "objectives.jsonl";

function note(seen: readonly Seen[]): void {
  const folder = process.env[evidenceVariable];
  if (folder !== undefined)
    appendFileSync(join(folder, evidenceFile), seen.map((one) => `${JSON.stringify(one)}\n`).join(""));
}

/** Notes when the alert of a pace has been seen to fire, once the courses that end there have passed. */
export const noteMinutes = (tried: readonly Tried[], pace: Pace): void => {
  note(
    tried.flatMap((one) =>
      shares.flatMap((badPercent) => {
        const minute = firesAfter(one, pace, badPercent);
        return minute === undefined ? [] : [{ id: one.id, long: pace.label, badPercent, minute }];
      }),
    ),
  );
};

/** Notes in how many courses an objective was played, once they have passed. */
export const noteCourses = (tried: readonly Tried[], looks: readonly LastLook[]): void => {
  note(
    tried.map(({ id }) => ({
      id,
      courses: looks.filter(({ series }) => Object.keys(series).some((name) => name.includes(`slo="${id}"`)))
        .length,
    })),
  );
};
