import type { Environment } from "../../../config/environment.ts";
import { minutes } from "../../../model/quantities/duration.ts";
import { urgencyIn } from "../alert-priority.ts";
import { type AlertRuleSpec, evaluationInterval } from "../alert-rule-spec.ts";
import type { Alert } from "../alert.ts";
import { inLines } from "../counter.ts";
import { runbookUrl } from "../runbook.ts";

/** The name of the rules on the way from an alert to people, and of the part that they are about. */
export const alertDeliveryName = "alert-delivery";

/** Of the notifications of a kind, the share that may fail: a vendor refuses one now and then, and it is sent again. */
export const mostFailed = 0.1;

const about = { part: alertDeliveryName, tier: "critical", severity: "ticket", priority: "P2" } as const;

const inQuarter = (metric: string, by: string): string => `sum by (${by}) (increase(${metric}[15m]))`;

/**
 * The alerts on Prometheus and Alertmanager themselves, which are no system's (SLO-26). They go the way that they are about, so they are tickets:
 * what is broken altogether only the dead man's switch tells.
 */
export const deliveryAlerts: readonly Alert[] = [
  {
    ...about,
    name: "NotificationsFailing",
    when: inLines(
      inQuarter("alertmanager_notifications_failed_total", "integration"),
      `/ (${inQuarter("alertmanager_notifications_total", "integration")} > 0)`,
      `> ${mostFailed}`,
    ),
    for: minutes(5),
    summary: "{{ $value | humanizePercentage }} of what is sent by {{ $labels.integration }} fails",
    description: "Whoever is told by it may hear of nothing. It is counted over a quarter of an hour.",
  },
  {
    ...about,
    name: "NotificationsDropped",
    when: `${inQuarter("prometheus_notifications_dropped_total", "pod")} > 0`,
    for: minutes(5),
    summary: "{{ $labels.pod }} could not hand alerts to Alertmanager",
    description: "Alerts that fire do not reach Alertmanager, or not all of them.",
  },
  {
    ...about,
    name: "RulesFailing",
    when: `${inQuarter("prometheus_rule_evaluation_failures_total", "rule_group")} > 0`,
    for: minutes(5),
    summary: "Rules of {{ $labels.rule_group }} can't be evaluated",
    description: "Alerts of that group can't fire, or go by numbers that are no longer recorded.",
  },
  {
    ...about,
    name: "AlertingConfigurationRejected",
    when: inLines(
      "min by (pod) (alertmanager_config_last_reload_successful) == 0",
      "or min by (pod) (prometheus_config_last_reload_successful) == 0",
    ),
    for: minutes(10),
    summary: "{{ $labels.pod }} does not take its configuration",
    description: "It goes on with the last one that it took. After a restart it has none.",
  },
];

/** The same as Prometheus reads them. Without a system, the cluster-wide routes take them. */
export const deliveryRules = (
  environment: Pick<Environment, "name" | "repository" | "runbooks">,
): AlertRuleSpec => ({
  groups: [
    {
      name: alertDeliveryName,
      interval: evaluationInterval.toString(),
      rules: deliveryAlerts.map((alert) => ({
        alert: alert.name,
        expr: alert.when,
        for: alert.for.toString(),
        labels: {
          ...urgencyIn(environment.name, alert),
          environment: environment.name,
          owner: "platform",
          tier: alert.tier,
          part: alert.part,
        },
        annotations: {
          summary: alert.summary,
          description: alert.description,
          runbook_url: runbookUrl(alert.name, environment),
        },
      })),
    },
  ],
});
