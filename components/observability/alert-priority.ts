import type { EnvironmentName } from "../../model/environment-name.ts";
import { type AlertSeverity, type IncidentPriority, priorityTerms } from "../../model/incident-priority.ts";
import type { AlertDemand } from "./alert.ts";

/** How urgent an alert is in an environment, by the two labels that routes go by. */
export interface Urgency {
  readonly severity: AlertSeverity;
  readonly priority: IncidentPriority;
}

/**
 * What an alert asks for in an environment. Nobody is woken for staging, whose alerts all wait for the next business day, nor for what
 * users don't notice at once: of that, what would be a page is looked at within the hour. What is only kept is `P3`.
 */
export function urgencyIn(environment: EnvironmentName, alert: AlertDemand): Urgency {
  if (alert.severity === "log") return { severity: "log", priority: "P3" };
  const priority = priorityIn(environment, alert);
  return { severity: priorityTerms[priority].severity, priority };
}

function priorityIn(environment: EnvironmentName, alert: AlertDemand): IncidentPriority {
  if (environment !== "production") return "P3";
  if (alert.severity !== "page") return alert.priority ?? "P3";
  return alert.tier === "critical" ? (alert.priority ?? "P1") : "P2";
}
