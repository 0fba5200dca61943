import { type Duration, seconds } from "./quantities/duration.ts";

/** When a probe is asked and how much it forgives. */
export interface ProbeTiming {
  readonly every: Duration;
  readonly timeout: Duration;
  /** Failures in a row before the probe counts as failed. */
  readonly failures: number;
}

/**
 * The health paths of a process that serves HTTP, by what they mean and not by what they are called (CF-23):
 * a liveness path answers as long as the process itself is sound and touches no dependency, or a database outage
 * would restart every pod (HLT-11); a readiness path answers when this replica can take traffic.
 */
export interface HttpHealth extends ProbeTiming {
  readonly live: string;
  readonly ready: string;
  /** A path that reports on dependencies. It is watched, never probed, and stays off the public edge (NET-14). */
  readonly detailed?: string;
  /** How long a start may take before the process is given up. */
  readonly startup: Duration;
}

/**
 * Declares the health paths of an HTTP process.
 * @default every 10 s, timeout 2 s, 3 failures (HLT-12), startup 60 s
 */
export function httpHealth(
  given: Pick<HttpHealth, "live" | "ready" | "detailed"> & Partial<HttpHealth>,
): HttpHealth {
  return { every: seconds(10), timeout: seconds(2), failures: 3, startup: seconds(60), ...given };
}

/**
 * The sign of life of a process without HTTP: it touches {@link heartbeatFile} each tick. It counts as unready once
 * `missed` ticks are overdue, and is restarted when one more is and stays so for three looks (HLT-03).
 */
export interface Heartbeat {
  /** The tick. */
  readonly every: Duration;
  /** Ticks that may be overdue. */
  readonly missed: number;
  /** How long the first tick may take. */
  readonly startup: Duration;
}

/** The file that a worker touches each tick: the one promise that Slipway asks of its code. */
export const heartbeatFile = "/run/slipway/heartbeat";

/**
 * Declares a heartbeat.
 * @default startup 60 s
 */
export function heartbeat(given: { every: Duration; missed: number; startup?: Duration }): Heartbeat {
  return { startup: seconds(60), ...given };
}
