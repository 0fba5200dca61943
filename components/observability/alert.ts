import type { PagePriority, TicketPriority } from "../../model/incident-priority.ts";
import type { Duration } from "../../model/quantities/duration.ts";
import type { Tier } from "../../model/workload.ts";

export type { AlertSeverity } from "../../model/incident-priority.ts";

/** Something that somebody has to do something about, and the page that says what. */
export type Alert = AlertFacts & Demand;

/** What an alert is about, and when. */
interface AlertFacts {
  /** What it is called in Prometheus. Its page is `docs/runbooks/<name>.md`. */
  readonly name: string;
  /** The part of the system that it is about, as its label `app.kubernetes.io/name` says. */
  readonly part: string;
  readonly tier: Tier;
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

/**
 * What it asks for in production, of a part that is critical (CF-05, CF-27); elsewhere nobody is woken. A priority is named where the usual
 * one of its severity is not right: a page is `P1` and a ticket `P3`.
 */
type Demand =
  | { readonly severity: "page"; readonly priority?: PagePriority }
  | { readonly severity: "ticket"; readonly priority?: TicketPriority }
  | { readonly severity: "log"; readonly priority?: never };

/** What an alert asks for, as it is declared. */
export type AlertDemand = Demand & Pick<AlertFacts, "tier">;
