import type { Environment } from "../../config/environment.ts";
import { type AlertSeverity, type IncidentPriority, priorityTerms } from "../../model/incident-priority.ts";
import { minutes } from "../../model/quantities/duration.ts";
import type { Labelled } from "../labels.ts";
import { type AlertRule, alertRule } from "./alert-rule-spec.ts";
import { alertingName } from "./watchdog.ts";

/** What an alert is called that is sent to see whether alerts arrive. */
export const testAlertName = "TestAlert";

/** As what priority each severity is tried: the one that people hear of soonest, short of the worst. */
const triedAs = { page: "P1", ticket: "P2", log: "P3" } as const satisfies Readonly<
  Record<AlertSeverity, IncidentPriority>
>;

/** How long people wait for a test alert at the most, once Alertmanager has it. */
export const testAlertWait = (severity: AlertSeverity) => priorityTerms[triedAs[severity]].groupWait;

/** An alert with the labels by which a system's alerts of a severity are routed, in staging too, where none of its own is a page (SLO-26). */
export function testAlert(
  environment: Pick<Environment, "name" | "repository" | "runbooks">,
  labelled: Labelled,
  severity: AlertSeverity,
): Pick<AlertRule, "labels" | "annotations"> {
  const { labels, annotations } = alertRule(
    {
      name: testAlertName,
      part: alertingName,
      tier: "critical",
      severity,
      when: "vector(1)",
      for: minutes(0),
      summary: "This is a test: nothing is wrong",
      description: `Somebody wants to see whether a ${severity} of ${labelled.system} in ${labelled.environment} arrives. It ends by itself.`,
    },
    { environment, labelled },
  );
  return {
    labels: { alertname: testAlertName, ...labels, severity, priority: triedAs[severity] },
    annotations,
  };
}
