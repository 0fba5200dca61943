import type { SystemEnvironment } from "../../config/environment.ts";
import { seconds } from "../../model/quantities/duration.ts";
import type { Labels } from "../labels.ts";
import { databaseSecret } from "../secrets/secret-references.ts";
import { hardenedPod } from "../workloads/hardened-pod.ts";
import type { PodTemplate } from "../workloads/pod-template.ts";
import { dumpParts } from "./dump-names.ts";
import type { DumpedDatabase } from "./dumped-database.ts";
import { bucketEnvironment, programUser, runSize, settingsMount } from "./program-container.ts";

/** What the pods of the program are made from. */
export interface ProgramPod {
  readonly own: SystemEnvironment;
  readonly dumped: DumpedDatabase;
  /** The program's image, pinned. */
  readonly image: string;
  /** Name of the Secret that opens the bucket. */
  readonly credentials: string;
  readonly priorityClass: string;
  readonly labels: Labels;
}

/** What a run that is told to stop may need to give its upload up and to say so. */
export const stopAllowance = seconds(45);

/** The pod that dumps a database. It comes by the direct address, as the lock that it holds is its session's. */
export function dumpPod({ own, dumped, image, credentials, priorityClass, labels }: ProgramPod): PodTemplate {
  const pod = hardenedPod({
    name: dumpParts.dump.name,
    image,
    user: programUser,
    priorityClass,
    gracePeriod: stopAllowance,
    size: runSize,
    scratch: [],
    files: [settingsMount],
    container: {
      args: ["dump"],
      env: [
        { name: "DATABASE_URL", valueFrom: { secretKeyRef: databaseSecret(own, "direct", "read-only") } },
        ...bucketEnvironment(dumped.dumps, credentials),
      ],
    },
  });
  return { metadata: { labels }, spec: { ...pod, restartPolicy: "Never" } };
}
