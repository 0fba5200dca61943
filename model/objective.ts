import type { GaugeMetric, HistogramMetric } from "./metric.ts";
import type { Budgeted } from "./objective-period.ts";
import type { Duration } from "./quantities/duration.ts";
import type { Percentage } from "./quantities/percentage.ts";

/** A promise about a system that its users would notice being broken. (SLO-01). */
export type Objective = Availability | Latency | Freshness | Uptime | Durability;

/** The share of requests that must be answered well. */
export interface Availability extends Budgeted {
  readonly kind: "availability";
  readonly target: Percentage;
}

/** The share of operations that must finish within a bound. */
export interface Latency extends Budgeted {
  readonly kind: "latency";
  /** One of them: `API request`. */
  readonly of: string;
  /** The bound. It must be one of those of the services' histograms, or nothing is ever seen to keep it. */
  readonly within: Duration;
  readonly target: Percentage;
  /** Services at which it must be kept: HTTP services by their answers, or those that show what it is `measured` by. */
  readonly services: readonly string[];
  /** The histogram that tells how long it took, of which `within` is a bound. @default the requests of the services */
  readonly measured?: HistogramMetric;
  /**
   * How the services keep their histogram. Of a `native` one any bound is known, closely, and none has to be one of its own.
   * @default classic
   */
  readonly histogram?: "classic" | "native";
  /**
   * The route that the bound is about, as the services write it in the `path` label of their metrics. Requests of it may
   * be rare: a release in which there are too few of them is not held up by it.
   * @default every route
   */
  readonly path?: string;
}

/** The share of work that must be done within a bound of its due time, where what is never done is too late as well. */
export interface Freshness extends Budgeted {
  readonly kind: "freshness";
  /** A piece of it: `mail`. */
  readonly of: string;
  /** How late it may be. */
  readonly within: Duration;
  readonly target: Percentage;
  /** The service that does it. */
  readonly service: string;
  /** The histogram in which the service shows how late each piece was, of which `within` is a bound. */
  readonly lateness: HistogramMetric;
  /** What tells of pieces that were never done. */
  readonly undone: MissedTicks | WaitingWork;
}

/** One piece is due at each tick of the service, whose heartbeat says how often that is. What did not take place is missed. */
interface MissedTicks {
  readonly kind: "missed-ticks";
}

/**
 * Pieces wait in a queue. While none is done, several wait, and the oldest has waited for longer than the bound, they are late. One that
 * can't be done at all is no outage.
 */
interface WaitingWork {
  readonly kind: "waiting-work";
  /** How many seconds the oldest has waited, shown by the service. */
  readonly oldest: GaugeMetric;
  /** How many wait, shown by the service. */
  readonly depth: GaugeMetric;
}

/** The share of the time in which services are reached from outside, by the way that users come (SLO-08). */
export interface Uptime extends Budgeted {
  readonly kind: "uptime";
  readonly target: Percentage;
  /** Public services, each of which is held to it. */
  readonly services: readonly string[];
}

/**
 * The share of the time in which no more than the recovery point would be lost with the database, and what is kept of it can be restored. Of
 * events of loss, of which there must be none, no share can be taken (CF-29).
 */
export interface Durability extends Budgeted {
  readonly kind: "durability";
  readonly target: Percentage;
}

/** What an objective is about, several of them: `API requests`, `mails`. */
export const piecesOf = ({ of }: Pick<Latency | Freshness, "of">): string => `${of}s`;

/** What something is called where names have no spaces: `api-request`. */
export const nameOf = (of: string): string => of.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");

/** What an objective is called where names have no spaces: `availability`, `api-request-latency`, `mail-freshness`. */
export const objectiveName = (objective: Objective): string =>
  "of" in objective ? `${nameOf(objective.of)}-${objective.kind}` : objective.kind;

/** Declares an {@link Availability}, of each of the system's services that answers HTTP. */
export const availability = (target: Percentage, given: Budgeted = {}): Availability => ({
  kind: "availability",
  target,
  ...given,
});

/**
 * Declares a {@link Latency}.
 * @default services those that show what it is measured by
 */
export const latency = (
  given: Omit<Latency, "kind" | "services"> & Partial<Pick<Latency, "services">>,
): Latency => ({ kind: "latency", services: given.measured?.by ?? [], ...given });

/** Declares a {@link Freshness}. */
export const freshness = (given: Omit<Freshness, "kind">): Freshness => ({ kind: "freshness", ...given });

/** Declares {@link MissedTicks}. */
export const missedTicks = (): MissedTicks => ({ kind: "missed-ticks" });

/** Declares {@link WaitingWork}. */
export const waitingWork = (given: Omit<WaitingWork, "kind">): WaitingWork => ({
  kind: "waiting-work",
  ...given,
});

/** Declares an {@link Uptime}. */
export const uptime = (given: Omit<Uptime, "kind">): Uptime => ({ kind: "uptime", ...given });

/** Declares a {@link Durability}. */
export const durability = (target: Percentage, given: Budgeted = {}): Durability => ({
  kind: "durability",
  target,
  ...given,
});
