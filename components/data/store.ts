import type { Container } from "kubernetes-types/core/v1.d.ts";
import type { Bytes } from "../../model/quantities/bytes.ts";
import type { ScratchFolder, Size } from "../../model/size.ts";
import type { LabelledPart, Labels } from "../labels.ts";
import type { Demand } from "../network/quota.ts";
import type { StatefulSetSpecification } from "../workloads/pod-template.ts";
import { diskOf, resourceRequirements } from "../workloads/resources.ts";
import { scratchVolumes } from "../workloads/scratch-volumes.ts";
import { containerSecurityContext, podSecurityContext } from "../workloads/security-context.ts";

/** A data store that runs as one pod with one volume. */
export interface Store {
  readonly part: LabelledPart;
  readonly port: number;
  /** The numeric user and group of its image. */
  readonly user: { readonly uid: number; readonly gid: number };
  readonly size: Size;
  readonly scratch: readonly ScratchFolder[];
  readonly volume: { readonly mountPath: string; readonly storage: Bytes };
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
  labels: Labels,
  selector: Labels,
): StatefulSetSpecification {
  const { volumes, volumeMounts } = scratchVolumes(store.scratch);
  return {
    serviceName: store.part.name,
    replicas: 1,
    selector: { matchLabels: selector },
    updateStrategy: { type: "RollingUpdate" },
    revisionHistoryLimit: 10,
    template: {
      metadata: { labels },
      spec: {
        serviceAccountName: store.part.name,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
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
            volumeMounts: [{ name: "data", mountPath: store.volume.mountPath }, ...volumeMounts],
          },
        ],
        volumes: [{ name: "data", persistentVolumeClaim: { claimName: claimName(store) } }, ...volumes],
      },
    },
  };
}

/** Name of the claim that a store's data is in. */
export const claimName = ({ part }: Store): string => `${part.name}-data`;

/** What a store needs of its namespace's quota: one pod, replaced in place. */
export const storeDemand = ({ size, scratch, volume }: Store): Demand => ({
  pods: 1,
  cpuRequest: size.cpu.request,
  cpuLimit: size.cpu.limit,
  memory: size.memory,
  disk: diskOf(size, scratch),
  storage: volume.storage,
});
