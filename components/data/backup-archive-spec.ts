import type { ResourceRequirements } from "kubernetes-types/core/v1.d.ts";
import type { Backups } from "../../config/backups.ts";
import type { Environment } from "../../config/environment.ts";
import { gibibytes, mebibytes } from "../../model/quantities/bytes.ts";
import { cores, millicores } from "../../model/quantities/cpu.ts";
import { recoveryWindow } from "../../model/recovery.ts";
import { type Size, size } from "../../model/size.ts";
import { backupKeys } from "../secrets/secret-references.ts";
import { resourceRequirements } from "../workloads/resources.ts";

interface SecretKeySelector {
  readonly name: string;
  readonly key: string;
}

/** The part of an `ObjectStore`'s specification (`barmancloud.cnpg.io/v1`) that Slipway writes. */
export interface BackupArchiveSpec {
  readonly retentionPolicy: string;
  readonly configuration: {
    readonly destinationPath: string;
    readonly endpointURL: string;
    readonly s3Credentials: {
      readonly accessKeyId: SecretKeySelector;
      readonly secretAccessKey: SecretKeySelector;
    };
    readonly wal: { readonly compression: "gzip"; readonly maxParallel: number };
    readonly data: { readonly compression: "gzip"; readonly jobs: number };
  };
  readonly instanceSidecarConfiguration: {
    readonly env: readonly { readonly name: string; readonly value: string }[];
    readonly resources: Required<Pick<ResourceRequirements, "requests" | "limits">>;
  };
}

/**
 * What the program beside each instance may use that archives and backs up. It compresses with one process for each job, and
 * holds the parts that it uploads on the node's disk.
 */
export const archiverSize: Size = size({
  cpu: { request: millicores(50), limit: cores(1) },
  memory: mebibytes(512),
  disk: gibibytes(1),
});

/** Jobs at once: more of them only wait for each other on the CPU that they may use. */
const jobs = 2;

/**
 * Where a system's Postgres keeps its base backups and its write-ahead log: below `<environment>/<system>` in the bucket, so
 * that no two share a place. What is older than the window, and not needed by it, is deleted.
 */
export const backupArchiveSpec = (
  { name }: Pick<Environment, "name">,
  system: string,
  { bucket, endpoint, region }: Backups,
  credentials: string,
): BackupArchiveSpec => ({
  retentionPolicy: recoveryWindow.toString(),
  configuration: {
    destinationPath: `s3://${bucket}/${name}/${system}/postgres`,
    endpointURL: endpoint.url,
    s3Credentials: {
      accessKeyId: { name: credentials, key: backupKeys.id },
      secretAccessKey: { name: credentials, key: backupKeys.secret },
    },
    wal: { compression: "gzip", maxParallel: jobs },
    data: { compression: "gzip", jobs },
  },
  instanceSidecarConfiguration: {
    env: [
      { name: "AWS_DEFAULT_REGION", value: region },
      // Sent unasked, they are refused by many services that speak S3 and are not Amazon's.
      { name: "AWS_REQUEST_CHECKSUM_CALCULATION", value: "when_required" },
      { name: "AWS_RESPONSE_CHECKSUM_VALIDATION", value: "when_required" },
    ],
    resources: resourceRequirements(archiverSize, []),
  },
});
