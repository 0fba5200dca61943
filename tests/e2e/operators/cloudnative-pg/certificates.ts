import type { Issued } from "../../controllers/certificates/certificate.ts";
import type { ApiServer } from "../api-server.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import { ownedBy } from "../owner.ts";
import { lookupUser } from "./password-lookup.ts";
import { nameOf, type PostgresCluster } from "./postgres-cluster.ts";

/** Issues a certificate of the played authority, by a name and the hosts that it is for. */
export type Issue = (name: string, hosts: readonly string[]) => Promise<Issued>;

/**
 * Makes the two Secrets with certificates that a cluster has, each once: of its server, and of the user that PgBouncer looks
 * passwords up as.
 * @param issue Keeps its files by the name, so that no two may be issued to one at a time.
 */
export class ClusterCertificates {
  readonly #api: ApiServer;
  readonly #issue: Issue;
  #lookup: Promise<Issued> | undefined;

  constructor(api: ApiServer, issue: Issue) {
    this.#api = api;
    this.#issue = issue;
  }

  async keep(cluster: PostgresCluster, manager: string): Promise<void> {
    const { name, namespace = "default" } = cluster.metadata;
    const hosts = (["rw", "ro", "r"] as const).flatMap((role) => {
      const service = nameOf.service(cluster, role);
      return [service, `${service}.${namespace}`, `${service}.${namespace}.svc`];
    });
    const issued = {
      [nameOf.serverCertificate(name)]: () => this.#issue(`${namespace}-${name}-server`, hosts),
      [nameOf.lookupCertificate(name)]: () => (this.#lookup ??= this.#issue(lookupUser, [])),
    };
    for (const [secret, issue] of Object.entries(issued)) {
      const metadata = { name: secret, namespace };
      if ((await this.#api.read({ apiVersion: "v1", kind: "Secret", metadata })) !== undefined) continue;
      await this.#api.apply(certificateSecret(cluster, secret, await issue()), { manager });
    }
  }
}

const certificateSecret = (cluster: PostgresCluster, name: string, issued: Issued): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: {
    name,
    namespace: cluster.metadata.namespace ?? "default",
    labels: { "cnpg.io/cluster": cluster.metadata.name },
    ownerReferences: [ownedBy(cluster)],
  },
  type: "kubernetes.io/tls",
  stringData: { "tls.crt": issued.certificate, "tls.key": issued.key, "ca.crt": issued.authority },
});
