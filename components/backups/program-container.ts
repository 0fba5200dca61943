import type { EnvVar } from "kubernetes-types/core/v1.d.ts";
import type { Dumps } from "../../config/dumps.ts";
import { mebibytes } from "../../model/quantities/bytes.ts";
import { cores, millicores } from "../../model/quantities/cpu.ts";
import { type Size, size } from "../../model/size.ts";
import { isBucket, type SnapshotStore } from "../../model/snapshot.ts";
import { backupKeys } from "../secrets/secret-references.ts";
import type { MountedFiles } from "../workloads/mounted-files.ts";
import { settingsName } from "./dump-names.ts";
import { settingsFiles } from "./dump-settings.ts";

/** Who the program runs as, where no server beside it asks for another user. */
export const programUser = { uid: 65532, gid: 65532 };

/** What a run may use: some 60 MiB, a part of the upload, and pg_dump or pg_restore with the catalogue of the database. */
export const runSize: Size = size({
  cpu: { request: millicores(100), limit: cores(1) },
  memory: mebibytes(256),
});

/**
 * What a run may use that copies a bucket, or opens such a copy: some 100 MiB for the four files that are on their way, and 100 MiB for what is known of each
 * 100,000 files.
 */
const bucketRunSize: Size = size({
  cpu: { request: millicores(100), limit: cores(1) },
  memory: mebibytes(512),
});

/** What a run may use that copies a store, or tries its copies. */
export const snapshotSize = (store: SnapshotStore): Size => (isBucket(store) ? bucketRunSize : runSize);

/** What the program may use that only looks into the bucket. */
export const metricsSize: Size = size({
  cpu: { request: millicores(10), limit: millicores(200) },
  memory: mebibytes(64),
});

/** The settings, as the program finds them. */
export const settingsMount: MountedFiles = {
  name: "settings",
  configMap: settingsName,
  folder: settingsFiles.folder,
};

/** What opens the bucket. */
export function bucketEnvironment({ certificateAuthority }: Dumps, credentials: string): EnvVar[] {
  const from = (name: string, key: string): EnvVar => ({
    name,
    valueFrom: { secretKeyRef: { name: credentials, key } },
  });
  return [
    from("AWS_ACCESS_KEY_ID", backupKeys.id),
    from("AWS_SECRET_ACCESS_KEY", backupKeys.secret),
    ...(certificateAuthority === undefined
      ? []
      : [{ name: "SSL_CERT_FILE", value: `${settingsFiles.folder}/${settingsFiles.authority}` }]),
  ];
}
