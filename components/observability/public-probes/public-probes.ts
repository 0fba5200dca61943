import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { systemLabels } from "../../labels.ts";
import { logicalName, type SystemContext } from "../../system-context.ts";
import { alertRuleSpec } from "../alert-rule-spec.ts";
import { AlertRules } from "../alert-rules.ts";
import { probeSpec } from "./probe-spec.ts";
import type { ProbedHost } from "./probed-hosts.ts";
import { publicUrlAlerts, publicUrlAlertsName } from "./public-url-alerts.ts";

/** What {@link PublicProbes} are made from. */
export interface PublicProbesArgs {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
  readonly hosts: readonly ProbedHost[];
  /** What leads to the addresses: what is still being made is not down yet. */
  readonly edge: pulumi.Resource;
}

/** What asks for the public addresses of a system from outside, and the alerts on what it finds. */
export class PublicProbes extends pulumi.ComponentResource {
  constructor(name: string, args: PublicProbesArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:observability:PublicProbes", name, {}, opts);
    const { context, namespace, hosts, edge } = args;
    const { labelled, environment, own } = context;
    const probes = hosts.map(
      (host) =>
        new kubernetes.apiextensions.CustomResource(
          logicalName(labelled, host.name, "probe"),
          {
            apiVersion: "monitoring.coreos.com/v1",
            kind: "Probe",
            metadata: { name: host.name, namespace, labels: systemLabels(labelled) },
            spec: probeSpec(host),
          },
          { parent: this, dependsOn: [edge] },
        ),
    );
    const spec = alertRuleSpec(publicUrlAlerts(environment, own), environment, labelled);
    new AlertRules(
      logicalName(labelled, publicUrlAlertsName),
      { context, namespace, name: publicUrlAlertsName, spec, watched: probes },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
