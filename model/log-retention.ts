import { days, type Duration } from "./quantities/duration.ts";

/** How long a log line lies where: at hand, in the store, and in a cheaper class of it (OBS-11). Then it is deleted. */
export const logRetention: Readonly<Record<"hot" | "warm" | "cold", Duration>> = {
  hot: days(7),
  warm: days(30),
  cold: days(90),
};

/**
 * What a log line is about (OBS-09). A program says `access` or `audit` in the field `class` of the line; a line of the level
 * error or above is `error`, any other `application`.
 */
export const logClasses = ["application", "access", "error", "audit"] as const;

export type LogClass = (typeof logClasses)[number];
