import type { Ended } from "./backup-run.ts";
import type { Rig, Variation } from "./rig.ts";

/** What alerts can be made of while, or after, something goes wrong. */
export type Alert =
  "run failed" | "run slow" | "run refused" | "bucket down" | "backup late" | "backup damaged";

/** Something that goes wrong, and what has to come of it. */
export interface Fault {
  readonly says: string;
  /** Brings it about, runs the program, and puts all right again. */
  readonly strike: (rig: Rig) => Promise<Struck>;
  /** The exit code; `null` for a run that was killed. */
  readonly code: number | null;
  /** What a person reads in the log. */
  readonly told: RegExp;
  readonly alert: Alert;
  /** @default dump */
  readonly command?: "dump" | "drill" | "restore";
}

/** How a run ended, and what the metrics said while the fault lasted. */
export interface Struck {
  readonly ended: Ended;
  /** @default what they say when all is right again */
  readonly metrics?: ReadonlyMap<string, number>;
}

/** Whether an alert can be made of these metrics. */
export function raises(
  { alert, code, command = "dump" }: Fault,
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): boolean {
  switch (alert) {
    case "run failed":
      return (
        now.get(`run_exit_code of ${command}`) === code && (now.get(`run_failures of ${command}`) ?? 0) > 0
      );
    case "run slow":
      return (
        now.get(`run_exit_code of ${command}`) === code &&
        now.get(`run_failures of ${command}`) === 0 &&
        (now.get(`run_seconds of ${command}`) ?? 0) >
          (now.get(`run_objective_seconds of ${command}`) ?? Infinity)
      );
    case "run refused":
      return now.get(`run_exit_code of ${command}-refused`) === code;
    case "bucket down":
      return now.get("bucket_up") === 0;
    case "backup late":
      return now.get("newest_timestamp_seconds") === before.get("newest_timestamp_seconds");
    case "backup damaged":
      return (now.get("damaged") ?? 0) > 0;
  }
}

/** A dump, and what the metrics say under the same circumstances. */
export const dumpUnder = async (rig: Rig, variation: Variation): Promise<Struck> => ({
  ended: await rig.dump(variation),
  metrics: await rig.metrics(variation),
});
