import type { Environment } from "../../config/environment.ts";
import { seconds } from "../../model/quantities/duration.ts";
import type { Labelled } from "../labels.ts";
import { namespaceName } from "../system-context.ts";
import { urgencyIn } from "./alert-priority.ts";
import type { Alert } from "./alert.ts";
import { runbookUrl } from "./runbook.ts";

/** The part of a PrometheusRule's specification (`monitoring.coreos.com/v1`) that Slipway writes. */
export interface RuleSpec {
  readonly groups: readonly RuleGroup<AlertRule | RecordingRule>[];
}

/** One that holds alerts alone. */
export interface AlertRuleSpec {
  readonly groups: readonly RuleGroup<AlertRule>[];
}

/** Rules that are evaluated together, in their order. */
export interface RuleGroup<Rule> {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly Rule[];
}

/** A series that Prometheus works out and keeps. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** How often rules are evaluated: as often as the numbers come that they go by. */
export const evaluationInterval = seconds(30);

/** Whose alerts are rendered. */
export interface RuleOwner {
  readonly environment: Pick<Environment, "name" | "repository" | "runbooks">;
  readonly labelled: Labelled;
}

/** An alert as Prometheus reads it, with labels that say whose it is. */
export const alertRule = (alert: Alert, { environment, labelled }: RuleOwner): AlertRule => ({
  alert: alert.name,
  expr: alert.when,
  for: alert.for.toString(),
  labels: {
    ...alert.labels,
    ...urgencyIn(environment.name, alert),
    system: labelled.system,
    environment: labelled.environment,
    owner: labelled.owner,
    tier: alert.tier,
    part: alert.part,
    namespace: namespaceName(labelled),
  },
  annotations: {
    summary: alert.summary,
    description: alert.description,
    runbook_url: runbookUrl(alert.name, environment),
  },
});

/** The alerts of a system as Prometheus reads them: a group for each part. */
export const alertRuleSpec = (
  alerts: readonly Alert[],
  environment: Pick<Environment, "name" | "repository" | "runbooks">,
  labelled: Labelled,
): AlertRuleSpec => ({
  groups: [...Map.groupBy(alerts, ({ part }) => part)].map(([part, ofPart]) => ({
    name: part,
    interval: evaluationInterval.toString(),
    rules: ofPart.map((alert) => alertRule(alert, { environment, labelled })),
  })),
});
