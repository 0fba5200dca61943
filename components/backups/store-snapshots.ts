import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { dumpCredentials } from "../../model/secret-names.ts";
import { priorityClassName } from "../capacity/priority.ts";
import { type LabelledPart, partLabels, selectorLabels, versionLabel, workloadLabels } from "../labels.ts";
import { requiredSecret } from "../secrets/secret-references.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import { copiedFiles } from "./copied-files.ts";
import type { CopiedStores } from "./copied-stores.ts";
import { snapshotSchedule } from "./dump-schedule.ts";
import { metricsDeployment } from "./metrics-deployment.ts";
import { dumpMonitorSpec } from "./metrics-monitor-spec.ts";
import { runSpec } from "./run-spec.ts";
import { snapshotLabels, snapshotMetricsPart, snapshotSettingsName } from "./snapshot-names.ts";
import { settingsOf, snapshotPod, snapshotSettingsMount, storeKeys } from "./snapshot-pod.ts";
import { snapshotSettings } from "./snapshot-settings.ts";

/** What {@link StoreSnapshots} is made from. */
export interface StoreSnapshotsArgs {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
  readonly copied: CopiedStores;
  /** What must be there before a pod can start: priority classes. */
  readonly needs: readonly pulumi.Resource[];
  /** By name of the Secret. */
  readonly secrets: ReadonlyMap<string, pulumi.Resource>;
}

/**
 * Copies of a system's Redis, Qdrant, buckets and Secrets that leave the cluster each night (BDR-03, BDR-12): a CronJob for each, so that one that fails
 * says which and holds up no other, and what tells Prometheus of them.
 */
export class StoreSnapshots extends pulumi.ComponentResource {
  constructor(name: string, args: StoreSnapshotsArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:backups:StoreSnapshots", name, {}, opts);
    const { context, namespace, copied, secrets } = args;
    const { labelled, own, environment } = context;
    const image = environment.platformImages.backup;
    const credentials = requiredSecret(own, dumpCredentials);
    const files = copiedFiles(environment, own, [...secrets.keys()]);
    const data = snapshotSettings(copied, files);
    const settings = new kubernetes.core.v1.ConfigMap(
      logicalName(labelled, snapshotSettingsName, "settings"),
      {
        metadata: {
          name: snapshotSettingsName,
          namespace,
          labels: partLabels(labelled, snapshotMetricsPart),
        },
        data,
      },
      { parent: this },
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
      return {
        metadata: { name: part.name, namespace, labels },
        pod: {
          dumps: copied.dumps,
          image: image.toString(),
          credentials,
          priorityClass: priorityClassName(environment.name, part.tier),
          labels,
        },
        options: { parent: this, dependsOn: [account, settings, ...present, ...args.needs] },
      };
    };

    for (const store of copied.stores) {
      const part = snapshotLabels(store);
      const read = store === "secrets" ? secrets.keys() : storeKeys(own, store).map(({ name }) => name);
      const { metadata, pod, options } = startOf(part, credentials, ...read);
      const template = snapshotPod({ ...pod, own, store, files });
      new kubernetes.batch.v1.CronJob(
        logicalName(labelled, part.name),
        { metadata, spec: runSpec(snapshotSchedule(own.system.name, copied.dumps), part.name, template) },
        options,
      );
    }

    const { name: metricsName } = snapshotMetricsPart;
    const metrics = startOf(snapshotMetricsPart, credentials);
    const selector = selectorLabels(labelled, metricsName);
    const watching = {
      ...metrics.pod,
      name: metricsName,
      files: [snapshotSettingsMount],
      env: [settingsOf(...copied.watched)],
    };
    new kubernetes.apps.v1.Deployment(
      logicalName(labelled, metricsName),
      { metadata: metrics.metadata, spec: metricsDeployment(watching, selector, data) },
      metrics.options,
    );
    new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, metricsName, "monitor"),
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PodMonitor",
        metadata: { ...metrics.metadata, labels: partLabels(labelled, snapshotMetricsPart) },
        spec: dumpMonitorSpec(selector),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
