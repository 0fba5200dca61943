import type { PodSecurityContext, SecurityContext } from "kubernetes-types/core/v1.d.ts";

/** What the `restricted` Pod Security Standard asks of a pod, with the numeric user that the image runs as. */
export const podSecurityContext = ({ uid, gid }: { uid: number; gid: number }): PodSecurityContext => ({
  runAsNonRoot: true,
  runAsUser: uid,
  runAsGroup: gid,
  fsGroup: gid,
  fsGroupChangePolicy: "OnRootMismatch",
  seccompProfile: { type: "RuntimeDefault" },
});

/** What the `restricted` Pod Security Standard asks of a container, and a root file system that nobody can write to. */
export const containerSecurityContext = (): SecurityContext => ({
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
});
