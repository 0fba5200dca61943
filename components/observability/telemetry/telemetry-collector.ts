import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ImageReference } from "../../../model/image-reference.ts";
import { priorityClassName } from "../../capacity/priority.ts";
import { partLabels, selectorLabels, versionLabel, workloadLabels } from "../../labels.ts";
import { retention } from "../../protection.ts";
import { logicalName, type SystemContext } from "../../system-context.ts";
import { disruptionBudgetSpec } from "../../workloads/disruption-budget.ts";
import { collectorPart, collectorPorts } from "./collector-part.ts";
import {
  collectorConfigMap,
  collectorMonitorSpec,
  collectorReplicas,
  collectorSpec,
} from "./collector-spec.ts";

/** What a {@link TelemetryCollector} is made from. */
export interface TelemetryCollectorArgs {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
  readonly image: ImageReference;
  /** What must be there before it can start: the key to its vendor. */
  readonly needs: readonly pulumi.Resource[];
}

/** What takes a system's traces and log lines, takes out what is personal, and hands them on (OBS-08, OBS-13). */
export class TelemetryCollector extends pulumi.ComponentResource {
  constructor(name: string, args: TelemetryCollectorArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:observability:TelemetryCollector", name, {}, opts);
    const { context, namespace, image, needs } = args;
    const { environment, labelled, own } = context;
    const part = collectorPart;
    const metadata = { name: part.name, namespace, labels: partLabels(labelled, part) };
    const selector = selectorLabels(labelled, part.name);
    const labels = workloadLabels(labelled, part, versionLabel(image));
    const account = new kubernetes.core.v1.ServiceAccount(
      logicalName(labelled, part.name, "account"),
      { metadata, automountServiceAccountToken: false },
      { parent: this },
    );
    const files = collectorConfigMap(environment.name, own);
    const configuration = new kubernetes.core.v1.ConfigMap(
      logicalName(labelled, part.name, "config"),
      { metadata: { ...metadata, name: files.name }, data: files.data, immutable: true },
      // An older pod template, which a rollback goes back to, still names the older one.
      { parent: this, ...retention(context) },
    );
    new kubernetes.apps.v1.Deployment(
      logicalName(labelled, part.name),
      {
        metadata: { ...metadata, labels },
        spec: collectorSpec({
          stack: environment.name,
          own,
          image: image.toString(),
          priorityClass: priorityClassName(environment.name, part.tier),
          labels,
          selector,
        }),
      },
      { parent: this, dependsOn: [account, configuration, ...needs] },
    );
    new kubernetes.core.v1.Service(
      logicalName(labelled, part.name, "service"),
      {
        metadata,
        spec: {
          type: "ClusterIP",
          selector,
          ports: [{ name: "otlp", port: collectorPorts.otlp, targetPort: "otlp", protocol: "TCP" }],
        },
      },
      // No release waits for it: programs go on without.
      { parent: this },
    );
    const budget = disruptionBudgetSpec({ kind: "fixed", replicas: collectorReplicas }, selector);
    if (budget)
      new kubernetes.policy.v1.PodDisruptionBudget(
        logicalName(labelled, part.name, "disruption-budget"),
        { metadata, spec: budget },
        { parent: this },
      );
    new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, part.name, "monitor"),
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PodMonitor",
        metadata,
        spec: collectorMonitorSpec(selector),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
