import { join } from "node:path";
import type { ClusterAddresses } from "./addresses.ts";
import { applyObjects } from "./apply.ts";
import type { ControlPlaneKeys } from "./control-plane-keys.ts";
import { moduleFolder } from "./go-module.ts";
import { writeKubeconfig } from "./kubeconfig.ts";
import { issueCertificate } from "./pki.ts";
import type { ClusterContext } from "./program.ts";

export interface ContextOptions {
  readonly name: string;
  readonly folder: string;
  readonly addresses: ClusterAddresses;
  /** The root below which the Debian packages lie. */
  readonly debian: string;
  readonly keys: ControlPlaneKeys;
}

/** Makes the context, and the administrator's kubeconfig. */
export function makeContext({ name, folder, addresses, debian, keys }: ContextOptions): ClusterContext {
  const apiServer = `https://${addresses.node}:6443`;
  const certificateAuthority = keys.authority.certificate;
  const kubeconfig = join(folder, "kubeconfig");
  writeKubeconfig(kubeconfig, {
    apiServer,
    certificateAuthority,
    user: "slipway-test-admin",
    certificate: keys.administrator,
  });
  return {
    name,
    folder,
    addresses,
    apiServer,
    certificateAuthority,
    kubeconfig,
    issue: (request) => issueCertificate(keys.authority, request),
    kubeconfigFor: async (user, names) => {
      const certificate = await issueCertificate(keys.authority, { name: `${user}-client`, ...names });
      const file = join(folder, "kubeconfigs", user);
      writeKubeconfig(file, { apiServer, certificateAuthority, user, certificate });
      return file;
    },
    apply: (objects) => applyObjects(kubeconfig, objects),
    binaries: { module: moduleFolder, debian },
  };
}
