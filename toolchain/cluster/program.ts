import type { KubernetesObject } from "@kubernetes/client-node";
import type { ClusterAddresses } from "./addresses.ts";

/** A program of the cluster, started in its namespaces and watched by its supervisor. */
export interface Program {
  /** Names its log: `log/<name>.log` in the instance's folder. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the supervisor's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Resolves when others can use the program, and rejects when the signal aborts. The supervisor sets the time limit. */
  readonly ready: (signal: AbortSignal) => Promise<void>;
  /** Names of programs that must be ready before this one starts; without any it starts at once. */
  readonly after?: readonly string[];
}

/** What a certificate is made out to, and what it proves. */
export interface CertificateRequest {
  /** Names the files: `pki/<name>.crt` and `pki/<name>.key`. */
  readonly name: string;
  readonly commonName: string;
  readonly organizations?: readonly string[];
  /** DNS names and addresses that a server answers on; without any it is a client's certificate only. */
  readonly hosts?: readonly string[];
}

/** Paths of a certificate and its private key, both PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** What the parts of a running cluster know of each other. Made inside the cluster's namespaces. */
export interface ClusterContext {
  readonly name: string;
  /** `.toolchain/cluster/instances/<name>`; what is in it goes when the cluster stops, except for `log/`. */
  readonly folder: string;
  readonly addresses: ClusterAddresses;
  /** `https://<address inside the namespace>:6443`; the same from the host and from the namespace. */
  readonly apiServer: string;
  /** Path of the certificate (PEM) that all of the cluster's certificates are signed by. */
  readonly certificateAuthority: string;
  /** Path of the kubeconfig of the cluster's administrator. */
  readonly kubeconfig: string;
  /** Makes a certificate signed by the cluster's authority. */
  issue(request: CertificateRequest): Promise<Certificate>;
  /** Writes `<folder>/kubeconfigs/<name>` for a user of these names, with a client certificate in it; answers its path. */
  kubeconfigFor(
    name: string,
    user: { commonName: string; organizations?: readonly string[] },
  ): Promise<string>;
  /** Server-side apply of objects, in order, as the administrator. Needs the API server: call it from `ready`. */
  apply(objects: readonly KubernetesObject[]): Promise<void>;
  /** Where things lie that were built or fetched once. */
  readonly binaries: ClusterBinaries;
}

/** Folders of programs that were built or fetched once and are kept. */
export interface ClusterBinaries {
  /** The folder of the programs of a Go wrapper module (`kubernetes`, `kwok`, …): the folder's name under `toolchain/cluster/`. */
  module(name: string): string;
  /** The root below which the node's Debian packages were extracted; see `runFrom` in `debian.ts`. */
  readonly debian: string;
}
