import { type Duration, minutes } from "./quantities/duration.ts";

/**
 * How many requests one client may make of a path and what is below it. The gateway counts them in the system's own
 * cache, so that all its replicas count together (NET-09, CF-13).
 */
export interface RateLimit {
  /** Beginning of the paths that it counts, whole segments: `/api` counts `/api/orders` and not `/apis`. */
  readonly path: string;
  readonly requests: number;
  readonly per: Duration;
}

/**
 * Declares a rate limit. An environment may give another figure (`rateLimits` of its configuration).
 * @default per 15 min
 */
export const rateLimit = (given: Omit<RateLimit, "per"> & Partial<RateLimit>): RateLimit => ({
  per: minutes(15),
  ...given,
});
