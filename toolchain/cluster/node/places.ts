import { join } from "node:path";
import type { ClusterContext } from "../program.ts";

/** Where the node keeps its things. Sockets lie in /run, the cluster's own: their paths may have 107 characters at most. */
export interface NodePlaces {
  readonly containerdSocket: string;
  readonly containerdState: string;
  /** Images and the containers' own layers. They are pulled again at the next start, from a registry that is kept. */
  readonly containerdRoot: string;
  /** Settings written by us. */
  readonly settings: string;
  /** What the kubelet finds at /var/lib/kubelet. */
  readonly kubelet: string;
  /** What the kubelet finds at /var/log/pods. The kubelet removes those of pods that are deleted; the rest are kept when the cluster stops. */
  readonly podLogs: string;
  /** What persistent volumes hold. */
  readonly volumes: string;
}

export function placesOf({ folder }: Pick<ClusterContext, "folder">): NodePlaces {
  const node = join(folder, "node");
  return {
    containerdSocket: "/run/containerd/containerd.sock",
    containerdState: "/run/containerd",
    containerdRoot: join(node, "containerd"),
    settings: join(node, "settings"),
    kubelet: join(node, "kubelet"),
    podLogs: join(folder, "log", "pods"),
    volumes: join(node, "volumes"),
  };
}
