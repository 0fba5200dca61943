import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { issueCertificate, makeAuthority } from "../../../../toolchain/cluster/pki.ts";
import type { Issued } from "./certificate.ts";

const NAME = "ca";

/** Path of the certificate, PEM, that all certificates of the played cert-manager are signed by. */
export const suiteAuthority = (kubeconfig: string): string => join(folderOf(kubeconfig), `${NAME}.crt`);

/** Beside the cluster's own keys, so that it goes with them. */
const folderOf = (kubeconfig: string): string => join(dirname(kubeconfig), "certificates");

/** Signs certificates for the cluster of a kubeconfig. */
export async function openAuthority(
  kubeconfig: string,
): Promise<(name: string, hosts: readonly string[]) => Promise<Issued>> {
  const folder = folderOf(kubeconfig);
  const certificate = suiteAuthority(kubeconfig);
  const key = join(folder, `${NAME}.key`);
  const authority = existsSync(key) ? { folder, certificate, key } : await makeAuthority(folder, NAME);
  return async (name, hosts) => {
    const files = await issueCertificate(authority, { name, commonName: name, hosts });
    return {
      certificate: readFileSync(files.certificate, "utf8"),
      key: readFileSync(files.key, "utf8"),
      authority: readFileSync(certificate, "utf8"),
    };
  };
}
