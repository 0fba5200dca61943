import { type SnapshotStore, snapshotDrillPart } from "../../model/snapshot.ts";
import type { LabelledPart } from "../labels.ts";
import { valueKey } from "../secrets/secret-references.ts";
import { hardenedPod } from "../workloads/hardened-pod.ts";
import type { PodTemplate } from "../workloads/pod-template.ts";
import { identityFolder } from "./drill-pod.ts";
import { stopAllowance } from "./dump-pod.ts";
import { bucketEnvironment, programUser, snapshotSize } from "./program-container.ts";
import { settingsOf, type SnapshotPod, snapshotSettingsMount } from "./snapshot-pod.ts";

/** What the part goes by that tries the copies of a store. */
export const snapshotDrillLabels = (store: SnapshotStore): LabelledPart => ({
  name: snapshotDrillPart(store),
  workload: "scheduled-task",
  tier: "standard",
});

/** What the pod of a drill is made from. */
export interface SnapshotDrillPod extends Pick<
  SnapshotPod,
  "credentials" | "dumps" | "image" | "labels" | "priorityClass" | "store"
> {
  /** Name of the Secret with the identity that opens copies. */
  readonly identity: string;
}

/**
 * The pod that reads the newest copy of a store to its end, as a restore would, and checks it (BDR-10, BDR-11). It needs no
 * server and no disk, and gets near no store of the system.
 */
export function snapshotDrillPod(given: SnapshotDrillPod): PodTemplate {
  const { store, dumps, image, credentials, identity, priorityClass, labels } = given;
  const pod = hardenedPod({
    name: snapshotDrillPart(store),
    image,
    user: programUser,
    priorityClass,
    gracePeriod: stopAllowance,
    size: snapshotSize(store),
    scratch: [],
    files: [snapshotSettingsMount, { name: "identity", secret: identity, folder: identityFolder }],
    container: {
      args: ["drill"],
      env: [
        settingsOf(store),
        { name: "BACKUP_IDENTITY_FILE", value: `${identityFolder}/${valueKey}` },
        ...bucketEnvironment(dumps, credentials),
      ],
    },
  });
  return { metadata: { labels }, spec: { ...pod, restartPolicy: "Never" } };
}
