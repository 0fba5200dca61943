import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { drillIdentity, dumpCredentials } from "../../model/secret-names.ts";
import { isDrilled } from "../../model/snapshot.ts";
import { priorityClassName } from "../capacity/priority.ts";
import { partLabels, versionLabel, workloadLabels } from "../labels.ts";
import { present } from "../present.ts";
import { requiredSecret } from "../secrets/secret-references.ts";
import { logicalName } from "../system-context.ts";
import { snapshotDrillSchedule } from "./dump-schedule.ts";
import { runSpec } from "./run-spec.ts";
import { snapshotDrillLabels, snapshotDrillPod } from "./snapshot-drill-pod.ts";
import type { StoreSnapshotsArgs } from "./store-snapshots.ts";

/** What tries each month that the newest copies of a system's Redis, Qdrant and buckets can be gone back to: a CronJob for each (BDR-11). */
export class SnapshotDrills extends pulumi.ComponentResource {
  /** @param args What the copies are made from. `needs` has their settings too. */
  constructor(name: string, args: StoreSnapshotsArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:backups:SnapshotDrills", name, {}, opts);
    const { context, namespace, copied, needs, secrets } = args;
    const { labelled, own, environment } = context;
    const image = environment.platformImages.backup;
    const credentials = requiredSecret(own, dumpCredentials);
    const identity = requiredSecret(own, drillIdentity);
    for (const store of copied.stores.filter(isDrilled)) {
      const part = snapshotDrillLabels(store);
      const account = new kubernetes.core.v1.ServiceAccount(
        logicalName(labelled, part.name, "account"),
        {
          metadata: { name: part.name, namespace, labels: partLabels(labelled, part) },
          automountServiceAccountToken: false,
        },
        { parent: this },
      );
      const labels = workloadLabels(labelled, part, versionLabel(image));
      const template = snapshotDrillPod({
        store,
        dumps: copied.dumps,
        image: image.toString(),
        credentials,
        identity,
        priorityClass: priorityClassName(environment.name, part.tier),
        labels,
      });
      new kubernetes.batch.v1.CronJob(
        logicalName(labelled, part.name),
        {
          metadata: { name: part.name, namespace, labels },
          spec: runSpec(snapshotDrillSchedule(own.system.name, copied.dumps), part.name, template),
        },
        {
          parent: this,
          dependsOn: present([account, secrets.get(credentials), secrets.get(identity), ...needs]),
        },
      );
    }
    this.registerOutputs({});
  }
}
