import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { priorityClassName } from "../capacity/priority.ts";
import { partLabels, selectorLabels, versionLabel, workloadLabels } from "../labels.ts";
import { logicalName } from "../system-context.ts";
import { redisExporterPart, redisExporterSpec, redisMonitorSpec } from "./redis-exporter-spec.ts";
import type { StoreArgs } from "./store-resources.ts";

/** What answers for the metrics of a system's Redis, and how Prometheus is told to ask it. */
export class RedisExporter extends pulumi.ComponentResource {
  constructor(name: string, args: StoreArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:data:RedisExporter", name, {}, opts);
    const { context, namespace, image, needs } = args;
    const { environment, labelled, own } = context;
    const part = redisExporterPart;
    const metadata = { name: part.name, namespace, labels: partLabels(labelled, part) };
    const selector = selectorLabels(labelled, part.name);
    const labels = workloadLabels(labelled, part, versionLabel(image));
    const account = new kubernetes.core.v1.ServiceAccount(
      logicalName(labelled, part.name, "account"),
      { metadata, automountServiceAccountToken: false },
      { parent: this },
    );
    new kubernetes.apps.v1.Deployment(
      logicalName(labelled, part.name),
      {
        metadata: { ...metadata, labels },
        spec: redisExporterSpec({
          own,
          image: image.toString(),
          priorityClass: priorityClassName(environment.name, part.tier),
          labels,
          selector,
        }),
      },
      { parent: this, dependsOn: [account, ...needs] },
    );
    new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, part.name, "monitor"),
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PodMonitor",
        metadata,
        spec: redisMonitorSpec(selector),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
