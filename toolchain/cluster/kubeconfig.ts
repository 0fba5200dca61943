import { readFileSync } from "node:fs";
import { writeWhole } from "../steps/atomic-file.ts";
import type { Certificate } from "./program.ts";

export const CONTEXT_NAME = "slipway-test";

export interface KubeconfigContent {
  readonly apiServer: string;
  /** Path of the authority's certificate. */
  readonly certificateAuthority: string;
  readonly user: string;
  readonly certificate: Certificate;
}

/** Writes a kubeconfig that holds all it takes: no path in it, readable by its owner only. It is YAML, as all JSON is. */
export function writeKubeconfig(file: string, content: KubeconfigContent): void {
  const { apiServer, certificateAuthority, user, certificate } = content;
  const cluster = { server: apiServer, "certificate-authority-data": encoded(certificateAuthority) };
  const credentials = {
    "client-certificate-data": encoded(certificate.certificate),
    "client-key-data": encoded(certificate.key),
  };
  const kubeconfig = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": CONTEXT_NAME,
    clusters: [{ name: CONTEXT_NAME, cluster }],
    contexts: [{ name: CONTEXT_NAME, context: { cluster: CONTEXT_NAME, user } }],
    users: [{ name: user, user: credentials }],
  };
  writeWhole(file, JSON.stringify(kubeconfig, undefined, 2) + "\n", 0o600);
}

function encoded(file: string): string {
  return readFileSync(file).toString("base64");
}
