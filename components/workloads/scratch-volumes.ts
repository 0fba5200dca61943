import type { VolumeMount } from "kubernetes-types/core/v1.d.ts";
import { type ScratchFolder, volumeName } from "../../model/size.ts";
import type { PodVolume } from "./pod-template.ts";

/** The volumes behind scratch folders and where they are mounted. */
export function scratchVolumes(scratch: readonly ScratchFolder[]): {
  volumes: PodVolume[];
  volumeMounts: VolumeMount[];
} {
  const named = scratch.map((folder) => ({ ...folder, name: volumeName(folder.path) }));
  return {
    volumes: named.map(({ name, limit }) => ({ name, emptyDir: { sizeLimit: limit.toString() } })),
    volumeMounts: named.map(({ name, path }) => ({ name, mountPath: path })),
  };
}
