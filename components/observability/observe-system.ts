import type * as pulumi from "@pulumi/pulumi";
import { present } from "../present.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import { SystemAlertRouting } from "./alert-routing/system-alert-routing.ts";
import { alertRuleSpec, type RuleSpec } from "./alert-rule-spec.ts";
import { AlertRules } from "./alert-rules.ts";
import { systemBoards } from "./boards/boards.ts";
import { Dashboards } from "./boards/dashboards.ts";
import { Observers, observersName } from "./observers/observers.ts";
import { probedHosts } from "./public-probes/probed-hosts.ts";
import { PublicProbes } from "./public-probes/public-probes.ts";
import { serviceLevelRuleSpec, serviceLevelsName } from "./service-levels/service-level-rule-spec.ts";
import { collectorPart, runsCollector } from "./telemetry/collector-part.ts";
import { vendorSecret } from "./telemetry/collector-spec.ts";
import { telemetryAlerts, telemetryAlertsName } from "./telemetry/telemetry-alerts.ts";
import { TelemetryCollector } from "./telemetry/telemetry-collector.ts";
import { watchesName, watchRuleSpec } from "./watches/watch-rule-spec.ts";

/** A system that is to be observed, as far as it stands. */
export interface ObservedSystem {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
  /** The environment's priority classes, without which no pod is let in. */
  readonly priorities: readonly pulumi.Resource[];
  /** Its Secrets, by name. */
  readonly secrets: ReadonlyMap<string, pulumi.Resource>;
  readonly services: readonly pulumi.Resource[];
  /** What leads to it from the internet. @default nothing does */
  readonly edge: pulumi.Resource | undefined;
}

/**
 * Registers what tells people how a system does: its traces, rules, boards and probes, who is told, and who may ask. There is none of it in dev,
 * which no Prometheus watches.
 */
export function observeSystem(observed: ObservedSystem, opts: pulumi.ComponentResourceOptions): void {
  const { context, namespace, services, edge } = observed;
  const { environment, own, labelled } = context;
  if (runsCollector(environment.name)) registerCollector(observed, opts);
  const rules: readonly (readonly [string, RuleSpec])[] = [
    [serviceLevelsName, serviceLevelRuleSpec(environment, own, labelled)],
    [watchesName, watchRuleSpec(environment, own, labelled)],
  ];
  for (const [name, spec] of rules)
    if (spec.groups.length > 0)
      new AlertRules(
        logicalName(labelled, name),
        { context, namespace, name, spec, watched: services },
        opts,
      );
  const probed = probedHosts(environment, own);
  if (edge && probed.length > 0)
    new PublicProbes(
      logicalName(labelled, "public-probes"),
      { context, namespace, hosts: probed, edge },
      opts,
    );
  const boards = systemBoards(environment, own);
  if (boards.length > 0)
    new Dashboards(logicalName(labelled, "dashboards"), { context, namespace, boards }, opts);
  const { receivers } = environment;
  if (receivers)
    new SystemAlertRouting(logicalName(labelled, "alert-routing"), { context, namespace, receivers }, opts);
  if (environment.name !== "dev" && Object.keys(own.system.observers).length > 0)
    new Observers(logicalName(labelled, observersName), { context, namespace }, opts);
}

function registerCollector(
  { context, namespace, priorities, secrets }: ObservedSystem,
  opts: pulumi.ComponentResourceOptions,
): void {
  const { environment, own, labelled } = context;
  const key = vendorSecret(own);
  const needs = present([...priorities, key === undefined ? undefined : secrets.get(key)]);
  const image = environment.platformImages["otel-collector"];
  const collector = new TelemetryCollector(
    logicalName(labelled, collectorPart.name, "collector"),
    { context, namespace, image, needs },
    opts,
  );
  const spec = alertRuleSpec(telemetryAlerts(environment, own), environment, labelled);
  new AlertRules(
    logicalName(labelled, telemetryAlertsName),
    { context, namespace, name: telemetryAlertsName, spec, watched: [collector] },
    opts,
  );
}
