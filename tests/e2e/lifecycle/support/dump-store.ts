import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { insideCluster } from "../../../../toolchain/cluster/cluster.ts";
import { type Keys, ObjectStore } from "../../backup/object-store.ts";
import { providePrograms } from "../../backup/provide-programs.ts";
import { openAuthority } from "../../controllers/certificates/suite-authority.ts";
import type { DumpConfiguration } from "./stack-configuration.ts";
import type { Suite } from "./suite.ts";

/** The second provider's store, which pods reach at the node's address and by HTTPS alone. */
export class DumpStore {
  readonly #store: ObjectStore;
  readonly #folder: string;
  readonly #place: Pick<DumpConfiguration, "endpoint" | "region" | "certificateAuthority">;

  private constructor(
    store: ObjectStore,
    folder: string,
    place: Pick<DumpConfiguration, "endpoint" | "region" | "certificateAuthority">,
  ) {
    this.#store = store;
    this.#folder = folder;
    this.#place = place;
  }

  static async start({ cluster }: Pick<Suite, "cluster">): Promise<DumpStore> {
    const programs = await providePrograms(() => undefined);
    const host = new URL(cluster.apiServer).hostname;
    const issue = await openAuthority(cluster.kubeconfig);
    const issued = await issue("dump-store", [host]);
    const folder = mkdtempSync(join(tmpdir(), "slipway-dumps-"));
    const tls = { certificate: join(folder, "certificate.pem"), key: join(folder, "key.pem") };
    writeFileSync(tls.certificate, issued.certificate);
    writeFileSync(tls.key, issued.key, { mode: 0o600 });
    const store = await ObjectStore.start(programs.store, join(folder, "store"), undefined, {
      host,
      inside: (command) => insideCluster(cluster, command),
      tls,
    });
    return new DumpStore(store, folder, {
      endpoint: `https://${host}:${store.port}`,
      region: "us-east-1",
      certificateAuthority: issued.authority,
    });
  }

  /** A stack's dumps, sent here. */
  reached = (dumps: DumpConfiguration): DumpConfiguration => ({ ...dumps, ...this.#place });

  /** Makes a bucket for whoever has these keys. */
  open(keys: Keys, bucket: string): void {
    this.#store.addUser(keys, bucket);
  }

  /** Names of the objects below a folder of a bucket. */
  keys = (bucket: string, folder: string): string[] => this.#store.keys(bucket, folder);

  async stop(): Promise<void> {
    await this.#store.down();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
