import type { EnvVar } from "kubernetes-types/core/v1.d.ts";
import type { Dumps } from "../../config/dumps.ts";
import type { SystemEnvironment } from "../../config/environment.ts";
import { bucketCredentials } from "../../model/secret-names.ts";
import { type CopiedInCluster, type SnapshotStore, snapshotPart } from "../../model/snapshot.ts";
import type { Labels } from "../labels.ts";
import { cacheUserSecret } from "../secrets/cache-secrets.ts";
import {
  backupKeys,
  requiredSecret,
  type SecretKey,
  secretProperties,
  sessionTokenKey,
  vectorStoreSecret,
} from "../secrets/secret-references.ts";
import { hardenedPod } from "../workloads/hardened-pod.ts";
import type { MountedFiles } from "../workloads/mounted-files.ts";
import type { PodTemplate } from "../workloads/pod-template.ts";
import { type CopiedFiles, copiedMounts } from "./copied-files.ts";
import { stopAllowance } from "./dump-pod.ts";
import { settingsFiles } from "./dump-settings.ts";
import { bucketEnvironment, programUser, snapshotSize } from "./program-container.ts";
import { snapshotSettingsFile, snapshotSettingsName } from "./snapshot-names.ts";

/** What the pod that copies a store is made from. */
export interface SnapshotPod {
  readonly own: SystemEnvironment;
  readonly store: CopiedInCluster;
  /** What is copied of the system's Secrets and settings; only the pod that does so sees it. */
  readonly files: CopiedFiles;
  readonly dumps: Dumps;
  /** The program's image, pinned. */
  readonly image: string;
  /** Name of the Secret that opens the bucket. */
  readonly credentials: string;
  readonly priorityClass: string;
  readonly labels: Labels;
}

/** The settings, as the program finds them. */
export const snapshotSettingsMount: MountedFiles = {
  name: "settings",
  configMap: snapshotSettingsName,
  folder: settingsFiles.folder,
};

/** Which of the files the program reads: one, or for whoever watches all of them. */
export const settingsOf = (...stores: readonly SnapshotStore[]): EnvVar => ({
  name: "BACKUP_SETTINGS",
  value: stores.map((store) => `${settingsFiles.folder}/${snapshotSettingsFile(store)}`).join(":"),
});

/** What opens a store, and the variable that the program reads it from; nothing opens what is mounted. */
export function storeKeys(
  own: SystemEnvironment,
  store: CopiedInCluster,
): readonly (SecretKey & { readonly variable: string })[] {
  switch (store) {
    case "cache":
      return [{ variable: "REDIS_PASSWORD", ...cacheUserSecret(own, "backup") }];
    case "vectorStore":
      return [{ variable: "QDRANT_API_KEY", ...vectorStoreSecret(own) }];
    case "secrets":
      return [];
    default:
      return bucketKeys(own);
  }
}

const bucketVariables: Readonly<Record<string, string>> = {
  [backupKeys.id]: "SOURCE_ACCESS_KEY_ID",
  [backupKeys.secret]: "SOURCE_SECRET_ACCESS_KEY",
  [sessionTokenKey]: "SOURCE_SESSION_TOKEN",
};

/** What reads the system's buckets: of the Secret's keys those that its declaration asks for. */
function bucketKeys(own: SystemEnvironment): readonly (SecretKey & { readonly variable: string })[] {
  const name = requiredSecret(own, bucketCredentials);
  const keys = secretProperties(own.system, bucketCredentials) ?? [];
  return keys.map((key) => ({ variable: bucketVariables[key] ?? key, name, key }));
}

/** The pod that copies a store whole: over the network, or from its own volumes, which takes no right in the cluster. */
export function snapshotPod(given: SnapshotPod): PodTemplate {
  const { own, store, files, dumps, image, credentials, priorityClass, labels } = given;
  const pod = hardenedPod({
    name: snapshotPart(store),
    image,
    user: programUser,
    priorityClass,
    gracePeriod: stopAllowance,
    size: snapshotSize(store),
    scratch: [],
    files: [snapshotSettingsMount, ...(store === "secrets" ? copiedMounts(files) : [])],
    container: {
      args: ["snapshot"],
      env: [
        settingsOf(store),
        ...storeKeys(own, store).map(({ variable, name, key }) => ({
          name: variable,
          valueFrom: { secretKeyRef: { name, key } },
        })),
        ...bucketEnvironment(dumps, credentials),
      ],
    },
  });
  return { metadata: { labels }, spec: { ...pod, restartPolicy: "Never" } };
}
