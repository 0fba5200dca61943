import { KubernetesApi } from "./api.ts";
import { connectionTo } from "./connection.ts";
import { loadKubeconfig, type ClusterChoice } from "./kubeconfig.ts";
import { requireTestCluster } from "./test-cluster.ts";
import { WatchRegistry } from "./watch-registry.ts";

export interface ClusterSession {
  readonly api: KubernetesApi;
  readonly watches: WatchRegistry;
}

/** The provider's cluster, connected to when an operation first touches it. */
export class LazyCluster {
  readonly #choice: ClusterChoice;
  readonly #version: string;
  #session: Promise<ClusterSession> | undefined;
  #permission: Promise<void> | undefined;

  constructor(choice: ClusterChoice, version: string) {
    this.#choice = choice;
    this.#version = version;
  }

  /** For an operation that only looks. */
  toRead(): Promise<ClusterSession> {
    this.#session ??= this.#connect();
    return this.#session;
  }

  /** For an operation that changes something. @throws Error for any cluster that is not marked as a test's. */
  async toChange(): Promise<ClusterSession> {
    const session = await this.toRead();
    this.#permission ??= requireTestCluster(session.api, this.#version);
    try {
      await this.#permission;
    } catch (error) {
      // An API server that did not answer just now may do so for the next resource.
      this.#permission = undefined;
      throw error;
    }
    return session;
  }

  async #connect(): Promise<ClusterSession> {
    const connection = connectionTo(await loadKubeconfig(this.#choice));
    return { api: new KubernetesApi(connection), watches: new WatchRegistry(connection) };
  }
}
