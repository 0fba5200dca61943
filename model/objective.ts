import type { Duration } from "./quantities/duration.ts";
import type { Percentage } from "./quantities/percentage.ts";

/** A promise about a system that its users would notice being broken. */
export type Objective = Availability | Latency | Freshness;

/** The share of requests that must be answered well. */
export interface Availability {
  readonly kind: "availability";
  readonly target: Percentage;
}

/** The share of operations that must finish within a bound. */
export interface Latency {
  readonly kind: "latency";
  readonly of: string;
  readonly within: Duration;
  readonly target: Percentage;
}

/** The share of recurring work that must be done within a bound of its due time. */
export interface Freshness {
  readonly kind: "freshness";
  readonly of: string;
  readonly within: Duration;
  readonly target: Percentage;
}

export const availability = (target: Percentage): Availability => ({ kind: "availability", target });

export const latency = (given: Omit<Latency, "kind">): Latency => ({ kind: "latency", ...given });

export const freshness = (given: Omit<Freshness, "kind">): Freshness => ({ kind: "freshness", ...given });
