import type { Container, VolumeMount } from "kubernetes-types/core/v1.d.ts";
import type { Bytes } from "../../model/quantities/bytes.ts";
import type { ScratchFolder, Size } from "../../model/size.ts";
import type { Demand } from "../capacity/demand.ts";
import type { LabelledPart, Labels } from "../labels.ts";
import { fileVolumes } from "../workloads/mounted-files.ts";
import type { PodVolume, StatefulSetSpecification } from "../workloads/pod-template.ts";
import { diskOf, resourceRequirements } from "../workloads/resources.ts";
import { scratchVolumes } from "../workloads/scratch-volumes.ts";
import { containerSecurityContext, podSecurityContext } from "../workloads/security-context.ts";

/** A volume of a store, and where it is mounted. */
export interface StoreVolume {
  readonly mountPath: string;
  readonly storage: Bytes;
}

/** A data store that runs as one pod with one volume for its data. */
export interface Store {
  readonly part: LabelledPart;
  readonly port: number;
  /** The numeric user and group of its image. */
  readonly user: { readonly uid: number; readonly gid: number };
  readonly size: Size;
  readonly scratch: readonly ScratchFolder[];
  readonly volume: StoreVolume;
  /** A volume for snapshots alone: where it is full, none is made, and what is in the other goes on. @default none */
  readonly snapshots?: StoreVolume;
  /** Files that it reads, in a ConfigMap that is named by its content. @default none */
  readonly configuration?: {
    readonly name: string;
    readonly data: Readonly<Record<string, string>>;
    readonly folder: string;
  };
  /** A key of a Secret that it reads as a file. @default none */
  readonly secretFile?: { readonly secret: string; readonly key: string; readonly folder: string };
  /** What runs, without what every container has. */
  readonly container: Pick<
    Container,
    "command" | "args" | "env" | "startupProbe" | "livenessProbe" | "readinessProbe"
  >;
  /** How long it may take to write everything to disk when it is told to stop. */
  readonly stopSeconds: number;
}

/**
 * The StatefulSet of a store. It mounts a claim that stands by itself instead of a template: a template can't change,
 * so its storage could never grow, and no state would know the claim to protect it.
 */
export function storeSpec(
  store: Store,
  image: string,
  priorityClassName: string,
  labels: Labels,
  selector: Labels,
): StatefulSetSpecification {
  const { volumes, volumeMounts } = scratchVolumes(store.scratch);
  const files = storeFiles(store);
  return {
    serviceName: store.part.name,
    selector: { matchLabels: selector },
    updateStrategy: { type: "RollingUpdate" },
    revisionHistoryLimit: 10,
    template: {
      metadata: { labels },
      spec: {
        serviceAccountName: store.part.name,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        priorityClassName,
        securityContext: podSecurityContext(store.user),
        terminationGracePeriodSeconds: store.stopSeconds,
        containers: [
          {
            name: store.part.name,
            image,
            imagePullPolicy: "IfNotPresent",
            ...store.container,
            ports: [{ name: "store", containerPort: store.port, protocol: "TCP" }],
            resources: resourceRequirements(store.size, store.scratch),
            securityContext: containerSecurityContext(),
            volumeMounts: [
              ...storeClaims(store).map(({ name, mountPath }) => ({ name, mountPath })),
              ...volumeMounts,
              ...files.volumeMounts,
            ],
          },
        ],
        volumes: [
          ...storeClaims(store).map(({ name, claim }) => ({
            name,
            persistentVolumeClaim: { claimName: claim },
          })),
          ...volumes,
          ...files.volumes,
        ],
      },
    },
  };
}

function storeFiles({ configuration, secretFile }: Store): {
  volumes: PodVolume[];
  volumeMounts: VolumeMount[];
} {
  const { volumes, volumeMounts } = fileVolumes(
    configuration
      ? [{ name: "configuration", configMap: configuration.name, folder: configuration.folder }]
      : [],
  );
  if (!secretFile) return { volumes, volumeMounts };
  const { secret: secretName, key, folder } = secretFile;
  const name = "secret-file";
  // Its group, which is the pod's own, may read it, and nobody else.
  const secret = { secretName, items: [{ key, path: key }], defaultMode: 0o440 };
  return {
    volumes: [...volumes, { name, secret }],
    volumeMounts: [...volumeMounts, { name, mountPath: folder, readOnly: true }],
  };
}

/** Name of the claim that a store's data is in. */
export const claimName = ({ part }: Store): string => `${part.name}-data`;

/** The claims that a store's pod mounts, by the names of its volumes. */
export const storeClaims = (store: Store): readonly (StoreVolume & { name: string; claim: string })[] => [
  { ...store.volume, name: "data", claim: claimName(store) },
  ...(store.snapshots
    ? [{ ...store.snapshots, name: "snapshots", claim: `${store.part.name}-snapshots` }]
    : []),
];

/** What a store needs of its namespace's quota: one pod, replaced in place. */
export const storeDemand = (store: Store): Demand => ({
  pods: 1,
  cpuRequest: store.size.cpu.request,
  cpuLimit: store.size.cpu.limit,
  memory: store.size.memory,
  disk: diskOf(store.size, store.scratch),
  storage: storeClaims(store).map(({ storage }) => storage),
});
