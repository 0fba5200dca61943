import type { ConfigMapVolumeSource, SecretVolumeSource, VolumeMount } from "kubernetes-types/core/v1.d.ts";

/** A ConfigMap or a Secret whose keys a container sees as files. */
export type MountedFiles = ({ readonly configMap: string } | { readonly secret: string }) & {
  /** Of the volume, which no other volume of the pod has. */
  readonly name: string;
  /** Absolute path of the folder that the files are in. */
  readonly folder: string;
};

type FileVolume = { readonly name: string } & (
  { readonly configMap: ConfigMapVolumeSource } | { readonly secret: SecretVolumeSource }
);

/** The pod's group may read a Secret's files, and nobody else. */
const secretMode = 0o440;

/** The volumes behind mounted files and where they are mounted, as whole folders. */
export function fileVolumes(files: readonly MountedFiles[]): {
  volumes: FileVolume[];
  volumeMounts: VolumeMount[];
} {
  return {
    volumes: files.map((each) =>
      "secret" in each
        ? { name: each.name, secret: { secretName: each.secret, defaultMode: secretMode } }
        : { name: each.name, configMap: { name: each.configMap } },
    ),
    volumeMounts: files.map(({ name, folder }) => ({ name, mountPath: folder, readOnly: true })),
  };
}
