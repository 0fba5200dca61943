import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { systemLabels } from "../labels.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import type { RuleSpec } from "./alert-rule-spec.ts";
import { withDashboards } from "./boards/alert-dashboards.ts";
import { systemBoards } from "./boards/boards.ts";

/** What {@link AlertRules} are made from. */
export interface AlertRulesArgs {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
  /** What they are about, as a name: `data-alerts`. */
  readonly name: string;
  readonly spec: RuleSpec;
  /** What the rules are about: what is still being made is not missing yet. */
  readonly watched: readonly pulumi.Resource[];
}

/** Alerts of a system, and what they go by, as the rules that Prometheus evaluates. */
export class AlertRules extends pulumi.ComponentResource {
  constructor(name: string, args: AlertRulesArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:observability:AlertRules", name, {}, opts);
    const { namespace, spec, watched } = args;
    const { environment, own, labelled } = args.context;
    new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, args.name, "rule"),
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PrometheusRule",
        metadata: { name: args.name, namespace, labels: systemLabels(labelled) },
        spec: withDashboards(spec, systemBoards(environment, own), { labelled, environment }),
      },
      { parent: this, dependsOn: [...watched] },
    );
    this.registerOutputs({});
  }
}
