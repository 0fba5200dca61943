import { valueKey } from "../secrets/secret-references.ts";
import { hardenedPod } from "../workloads/hardened-pod.ts";
import type { PodTemplate } from "../workloads/pod-template.ts";
import { scratchVolumes } from "../workloads/scratch-volumes.ts";
import { dumpParts } from "./dump-names.ts";
import { type ProgramPod, stopAllowance } from "./dump-pod.ts";
import { bucketEnvironment, runSize, settingsMount } from "./program-container.ts";
import { scratchAddress, scratchServer, serverScratch, serverUser } from "./scratch-server.ts";

/** What the pod of a drill is made from besides. */
export interface DrillPod extends ProgramPod {
  /** The image of the server that is restored into: of the database's major version, with the extensions of the platform's clusters. */
  readonly serverImage: string;
  /** Name of the Secret with the identity that opens dumps. */
  readonly identity: string;
}

/** Where a drill finds the identity. */
export const identityFolder = "/etc/slipway-drill";

/**
 * The pod that restores the newest dump into a server of its own and checks it (BDR-10, BDR-11). It gets near no database
 * of the system: it has no address of one, and the network lets it through to none.
 */
export function drillPod(given: DrillPod): PodTemplate {
  const { dumped, image, serverImage, credentials, identity, priorityClass, labels } = given;
  const pod = hardenedPod({
    name: dumpParts.drill.name,
    image,
    // One user for both containers, as a pod has one.
    user: serverUser,
    priorityClass,
    gracePeriod: stopAllowance,
    size: runSize,
    scratch: [],
    files: [settingsMount, { name: "identity", secret: identity, folder: identityFolder }],
    container: {
      args: ["drill"],
      env: [
        { name: "SCRATCH_DATABASE_URL", value: scratchAddress },
        { name: "BACKUP_IDENTITY_FILE", value: `${identityFolder}/${valueKey}` },
        ...bucketEnvironment(dumped.dumps, credentials),
      ],
    },
  });
  return {
    metadata: { labels },
    spec: {
      ...pod,
      restartPolicy: "Never",
      initContainers: [scratchServer(dumped.database, serverImage)],
      volumes: [...pod.volumes, ...scratchVolumes(serverScratch(dumped.database)).volumes],
    },
  };
}
