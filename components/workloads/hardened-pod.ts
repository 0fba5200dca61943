import type { Container } from "kubernetes-types/core/v1.d.ts";
import type { Duration } from "../../model/quantities/duration.ts";
import type { ScratchFolder, Size } from "../../model/size.ts";
import { fileVolumes, type MountedFiles } from "./mounted-files.ts";
import type { PodSpecification } from "./pod-template.ts";
import { resourceRequirements } from "./resources.ts";
import { scratchVolumes } from "./scratch-volumes.ts";
import { containerSecurityContext, podSecurityContext } from "./security-context.ts";

/** What tells one pod of a single container from the next. */
export interface HardenedPod {
  /** Of the container and of the service account that it runs as. */
  readonly name: string;
  /** The image to run, pinned. */
  readonly image: string;
  /** The numeric user and group that its process runs as. */
  readonly user: { readonly uid: number; readonly gid: number };
  /** How urgent it is to the scheduler. */
  readonly priorityClass: string;
  /** How long it may take to go. */
  readonly gracePeriod: Duration;
  readonly size: Size;
  /** Folders that its process may write to. */
  readonly scratch: readonly ScratchFolder[];
  /** Files that its container reads besides those of the image. */
  readonly files: readonly MountedFiles[];
  /** What its container does. */
  readonly container: Omit<
    Container,
    "name" | "image" | "imagePullPolicy" | "resources" | "securityContext" | "volumeMounts"
  >;
}

/** A pod as every pod of a system's own is: without rights in the cluster or on the node, and held to its size. */
export function hardenedPod(pod: HardenedPod): PodSpecification {
  const { name, image, user, priorityClass, size } = pod;
  const scratch = scratchVolumes(pod.scratch);
  const files = fileVolumes(pod.files);
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    priorityClassName: priorityClass,
    securityContext: podSecurityContext(user),
    terminationGracePeriodSeconds: pod.gracePeriod.wholeSeconds,
    containers: [
      {
        name,
        image,
        imagePullPolicy: "IfNotPresent",
        ...pod.container,
        resources: resourceRequirements(size, pod.scratch),
        securityContext: containerSecurityContext(),
        volumeMounts: [...scratch.volumeMounts, ...files.volumeMounts],
      },
    ],
    volumes: [...scratch.volumes, ...files.volumes],
  };
}
