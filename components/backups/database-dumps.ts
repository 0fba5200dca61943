import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { drillIdentity, dumpCredentials } from "../../model/secret-names.ts";
import { priorityClassName } from "../capacity/priority.ts";
import { type LabelledPart, partLabels, selectorLabels, versionLabel, workloadLabels } from "../labels.ts";
import { databaseSecretName, requiredSecret } from "../secrets/secret-references.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import { drillPod } from "./drill-pod.ts";
import { dumpParts, settingsName } from "./dump-names.ts";
import { dumpPod, type ProgramPod } from "./dump-pod.ts";
import { drillSchedule, dumpSchedule } from "./dump-schedule.ts";
import { settingsData } from "./dump-settings.ts";
import type { DumpedDatabase } from "./dumped-database.ts";
import { metricsDeployment } from "./metrics-deployment.ts";
import { dumpMonitorSpec } from "./metrics-monitor-spec.ts";
import { settingsMount } from "./program-container.ts";
import { runSpec } from "./run-spec.ts";
import { serverImages } from "./scratch-server.ts";

/** What {@link DatabaseDumps} is made from. */
export interface DatabaseDumpsArgs {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
  readonly dumped: DumpedDatabase;
  /** What must be there before a pod can start: priority classes, and in the database what the settings say of it. */
  readonly needs: readonly pulumi.Resource[];
  /** By name of the Secret. */
  readonly secrets: ReadonlyMap<string, pulumi.Resource>;
}

/**
 * The second copy of a database, away from the provider of the first (BDR-01): what dumps it each night, what restores the
 * newest dump each month to see that it can be done, and what tells Prometheus of both.
 */
export class DatabaseDumps extends pulumi.ComponentResource {
  constructor(name: string, args: DatabaseDumpsArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:backups:DatabaseDumps", name, {}, opts);
    const { context, namespace, dumped, secrets } = args;
    const { labelled, own, environment } = context;
    const image = environment.platformImages.backup;
    const serverImage = environment.platformImages[serverImages[dumped.database.version]];
    const credentials = requiredSecret(own, dumpCredentials);
    const identity = requiredSecret(own, drillIdentity);
    const data = settingsData(dumped);
    const settings = new kubernetes.core.v1.ConfigMap(
      logicalName(labelled, settingsName, "settings"),
      { metadata: { name: settingsName, namespace, labels: partLabels(labelled, dumpParts.dump) }, data },
      { parent: this, dependsOn: [...args.needs] },
    );
    const startOf = (part: LabelledPart, ...read: readonly string[]) => {
      const account = new kubernetes.core.v1.ServiceAccount(
        logicalName(labelled, part.name, "account"),
        {
          metadata: { name: part.name, namespace, labels: partLabels(labelled, part) },
          automountServiceAccountToken: false,
        },
        { parent: this },
      );
      const labels = workloadLabels(labelled, part, versionLabel(image));
      const present = read.flatMap((secret) => secrets.get(secret) ?? []);
      const pod: ProgramPod = {
        own,
        dumped,
        image: image.toString(),
        credentials,
        priorityClass: priorityClassName(environment.name, part.tier),
        labels,
      };
      const metadata = { name: part.name, namespace, labels };
      const dependsOn = [account, settings, ...present, ...args.needs];
      return { metadata, pod, options: { parent: this, dependsOn } };
    };

    const dump = startOf(dumpParts.dump, credentials, databaseSecretName(own, "read-only"));
    new kubernetes.batch.v1.CronJob(
      logicalName(labelled, dumpParts.dump.name),
      {
        metadata: dump.metadata,
        spec: runSpec(dumpSchedule(own.system.name, dumped.dumps), dumpParts.dump.name, dumpPod(dump.pod)),
      },
      dump.options,
    );

    const drill = startOf(dumpParts.drill, credentials, identity);
    const drillTemplate = drillPod({ ...drill.pod, serverImage: serverImage.toString(), identity });
    new kubernetes.batch.v1.CronJob(
      logicalName(labelled, dumpParts.drill.name),
      {
        metadata: drill.metadata,
        spec: runSpec(drillSchedule(own.system.name, dumped.dumps), dumpParts.drill.name, drillTemplate),
      },
      drill.options,
    );

    const metrics = startOf(dumpParts.metrics, credentials);
    const selector = selectorLabels(labelled, dumpParts.metrics.name);
    const watching = {
      ...metrics.pod,
      name: dumpParts.metrics.name,
      dumps: dumped.dumps,
      files: [settingsMount],
    };
    new kubernetes.apps.v1.Deployment(
      logicalName(labelled, dumpParts.metrics.name),
      { metadata: metrics.metadata, spec: metricsDeployment(watching, selector, data) },
      metrics.options,
    );
    new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, dumpParts.metrics.name, "monitor"),
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PodMonitor",
        metadata: { ...metrics.metadata, labels: partLabels(labelled, dumpParts.metrics) },
        spec: dumpMonitorSpec(selector),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
