import { type Duration, hours, minutes, seconds } from "./quantities/duration.ts";

/**
 * What an alert asks of people. `page` wakes somebody: users feel it, or data is about to be lost. `ticket` waits for somebody at work.
 * `log` is kept for whoever looks back, and nobody is told.
 */
export type AlertSeverity = "page" | "ticket" | "log";

/** How bad an incident is, worst first (SLO-19, SLO-20). */
export const incidentPriorities = ["P0", "P1", "P2", "P3"] as const;

export type IncidentPriority = (typeof incidentPriorities)[number];

/** The priorities that wake somebody. */
export type PagePriority = "P0" | "P1";

/** Those that wait for somebody at work. */
export type TicketPriority = "P2" | "P3";

/** What a priority asks for. */
export interface PriorityTerms {
  readonly meaning: string;
  readonly severity: Exclude<AlertSeverity, "log">;
  /** What the scale of three words calls it (SLO-21). What that one calls INFO is `log`, and no incident. */
  readonly generic: "CRITICAL" | "WARNING";
  /** How soon somebody must have taken it. That of a ticket counts while people are at work. */
  readonly acknowledgedWithin: Duration | "the next business day";
  /** How long alerts of a kind are gathered before people are told of them together. */
  readonly groupWait: Duration;
  /** How long until people are told of more of the same kind. */
  readonly groupInterval: Duration;
  /** How long until they are told again of what has not ended. */
  readonly repeatInterval: Duration;
}

/**
 * The one table of priorities, which answers for all scales of the sources (CF-05). Where two of them give a time, the shorter one holds:
 * five minutes for P1 (SLO-20), not fifteen (SLO-19).
 */
export const priorityTerms: Readonly<Record<IncidentPriority, PriorityTerms>> = {
  P0: {
    meaning: "users are shut out, or data is being lost",
    severity: "page",
    generic: "CRITICAL",
    acknowledgedWithin: minutes(5),
    groupWait: seconds(10),
    groupInterval: minutes(1),
    repeatInterval: minutes(30),
  },
  P1: {
    meaning: "something that matters fails for many, payments among it, or data may soon be lost",
    severity: "page",
    generic: "CRITICAL",
    acknowledgedWithin: minutes(5),
    groupWait: seconds(10),
    groupInterval: minutes(1),
    repeatInterval: hours(1),
  },
  P2: {
    meaning: "some users feel it, and there is a way around",
    severity: "ticket",
    generic: "WARNING",
    acknowledgedWithin: hours(1),
    groupWait: minutes(1),
    groupInterval: minutes(5),
    repeatInterval: hours(4),
  },
  P3: {
    meaning: "nobody feels it yet, or it is for the eye alone",
    severity: "ticket",
    generic: "WARNING",
    acknowledgedWithin: "the next business day",
    groupWait: minutes(5),
    groupInterval: hours(1),
    repeatInterval: hours(24),
  },
};
