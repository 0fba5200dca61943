import type { Budgeted } from "./objective-period.ts";
import type { Duration } from "./quantities/duration.ts";
import type { Percentage } from "./quantities/percentage.ts";

/** A promise about a system that its users would notice being broken. (SLO-01). */
export type Objective = Availability | Latency | Freshness;

/** The share of requests that must be answered well. */
export interface Availability extends Budgeted {
  readonly kind: "availability";
  readonly target: Percentage;
}

/** The share of operations that must finish within a bound. */
export interface Latency extends Budgeted {
  readonly kind: "latency";
  readonly of: string;
  /** The bound. It must be one of those of the services' histograms, or nothing is ever seen to keep it. */
  readonly within: Duration;
  readonly target: Percentage;
  /** HTTP services whose answers must keep the bound. @default none: it is measured elsewhere */
  readonly services: readonly string[];
  /**
   * The route that the bound is about, as the services write it in the `path` label of their metrics. Requests of it may
   * be rare: a release in which there are too few of them is not held up by it.
   * @default every route
   */
  readonly path?: string;
}

/** The share of recurring work that must be done within a bound of its due time. */
export interface Freshness extends Budgeted {
  readonly kind: "freshness";
  readonly of: string;
  /** How late it may be. */
  readonly within: Duration;
  readonly target: Percentage;
}

/** What something is called where names have no spaces: `api-request`. */
export const nameOf = (of: string): string => of.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");

/** What an objective is called where names have no spaces: `availability`, `api-request-latency`, `engine-tick-freshness`. */
export const objectiveName = (objective: Objective): string =>
  objective.kind === "availability" ? "availability" : `${nameOf(objective.of)}-${objective.kind}`;

/** Declares an {@link Availability}, of each of the system's services that answers HTTP. */
export const availability = (target: Percentage, given: Budgeted = {}): Availability => ({
  kind: "availability",
  target,
  ...given,
});

/** Declares a {@link Latency}. */
export const latency = (
  given: Omit<Latency, "kind" | "services"> & Partial<Pick<Latency, "services">>,
): Latency => ({ kind: "latency", services: [], ...given });

/** Declares a {@link Freshness}. */
export const freshness = (given: Omit<Freshness, "kind">): Freshness => ({ kind: "freshness", ...given });
