import type { Duration } from "../../model/quantities/duration.ts";
import type { Tier } from "../../model/workload.ts";

/**
 * What an alert asks of people (CF-05, CF-27). `page` wakes somebody: users feel it, or data is about to be lost. `ticket` waits
 * for the next working day.
 */
export type AlertSeverity = "page" | "ticket";

/** Something that somebody has to do something about, and the page that says what. */
export interface Alert {
  /** What it is called in Prometheus. Its page is `docs/runbooks/<name>.md`. */
  readonly name: string;
  /** The part of the system that it is about, as its label `app.kubernetes.io/name` says. */
  readonly part: string;
  readonly tier: Tier;
  /** What it asks for in production, of a part that is critical; elsewhere it is a ticket. */
  readonly severity: AlertSeverity;
  /** PromQL that answers while something is wrong, and nothing else. */
  readonly when: string;
  /** What tells it from another of its name and part. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** How long it must answer before anybody is told. */
  readonly for: Duration;
  /** What is wrong, in one line. May hold templates of Prometheus. */
  readonly summary: string;
  /** What it means, with the numbers. May hold templates of Prometheus. */
  readonly description: string;
}
