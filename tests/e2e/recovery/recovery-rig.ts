import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PostgresClusterSpec } from "../../../components/data/postgres-cluster-spec.ts";
import {
  clusterName,
  type DatabaseCluster,
  keyOf,
  type RecoveredCluster,
} from "../../../model/database-cluster.ts";
import { type Keys, ObjectStore } from "../backup/object-store.ts";
import { type Programs, providePrograms } from "../backup/provide-programs.ts";
import { give, serverUser } from "../backup/unprivileged.ts";
import { Archive, type BaseBackup } from "./archive.ts";
import { provideBarman } from "./barman/provide-barman.ts";
import { DatabaseInstance, type Settings } from "./database-instance.ts";
import { archiveSpec, clusterSpec } from "./declared-clusters.ts";

export const bucket = "archive";
export const keys: Keys = { id: "AKIAARCHIVEOFTHETESTS", secret: "the-archive-key-of-the-tests" };

/** How often the log goes to the archive here. Stacks have it go every few minutes, which is too long to wait for. */
export const archiveSeconds = 3;

/** How long a recovery took. */
export interface Recovered {
  readonly instance: DatabaseInstance;
  readonly fetchSeconds: number;
  readonly seconds: number;
}

/** A bucket, and the clusters that keep their backups in it, each with one instance. */
export class RecoveryRig {
  readonly programs: Programs;
  readonly store: ObjectStore;
  readonly archive: Archive;
  readonly #folder: string;
  readonly #instances: DatabaseInstance[] = [];

  private constructor(programs: Programs, barman: string, store: ObjectStore, folder: string) {
    this.programs = programs;
    this.store = store;
    this.#folder = folder;
    const temporary = join(folder, "temporary");
    mkdirSync(temporary);
    give(temporary, serverUser);
    this.archive = new Archive(barman, archiveSpec(bucket, store.port), keys, temporary);
  }

  static async start(say: (line: string) => void): Promise<RecoveryRig> {
    const [programs, barman] = [await providePrograms(say), await provideBarman()];
    const folder = mkdtempSync(join(tmpdir(), "slipway-recovery-"));
    chmodSync(folder, 0o755);
    const store = await ObjectStore.start(programs.store, join(folder, "store"));
    store.addUser(keys, bucket);
    return new RecoveryRig(programs, barman, store, folder);
  }

  async stop(): Promise<void> {
    for (const instance of this.#instances) await instance.kill();
    await this.store.down();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Starts the cluster that begins empty. */
  async createFirst(): Promise<DatabaseInstance> {
    const instance = await this.#instance();
    instance.initialize();
    instance.start(this.settings({ kind: "first" }));
    await instance.opened();
    return instance;
  }

  /**
   * Does what the operator and its plugin do for a cluster that is recovered: checks that its own place is empty, takes the
   * newest backup that ended before the moment, and lets PostgreSQL fetch the log up to it.
   * @param backup Taken in place of the one that fits.
   * @throws Error with what a person would read, when it does not come to its end.
   */
  async recover(cluster: RecoveredCluster, backup?: BaseBackup): Promise<Recovered> {
    const started = performance.now();
    const since = (): number => (performance.now() - started) / 1000;
    const name = clusterName(keyOf(cluster));
    const source = clusterName(cluster.from);
    const empty = await this.archive.check(name);
    if (empty.code !== 0) throw new Error(empty.said);
    const fitting = backup ?? (await this.#backupBefore(source, cluster.at));
    const instance = await this.#instance();
    await this.archive.fetch(source, fitting, instance.data);
    const fetchSeconds = since();
    instance.recoverFirst();
    instance.start({ ...this.settings(cluster), ...this.#target(clusterSpec(cluster)) });
    try {
      await instance.opened();
    } catch (error) {
      await instance.kill();
      throw error;
    }
    return { instance, fetchSeconds, seconds: since() };
  }

  /** What the operator writes into the configuration of a cluster's PostgreSQL. */
  settings(cluster: DatabaseCluster): Settings {
    const { plugins, postgresql } = clusterSpec(cluster);
    const [archiver] = plugins;
    return {
      ...postgresql.parameters,
      archive_mode: "on",
      archive_command: this.archive.archiveCommand(archiver?.parameters.serverName ?? ""),
      archive_timeout: `${archiveSeconds}s`,
    };
  }

  #target({ bootstrap, externalClusters = [] }: PostgresClusterSpec): Settings {
    if (!("recovery" in bootstrap)) throw new Error("it is no cluster that is recovered");
    const { source, recoveryTarget } = bootstrap.recovery;
    const from = externalClusters.find(({ name }) => name === source);
    return {
      restore_command: this.archive.restoreCommand(from?.plugin.parameters.serverName ?? ""),
      recovery_target_time: recoveryTarget.targetTime,
      recovery_target_action: "promote",
    };
  }

  async #backupBefore(source: string, moment: Date): Promise<BaseBackup> {
    const backups = await this.archive.backups(source);
    const fitting = backups.filter(({ ended }) => ended <= moment).at(-1);
    if (fitting === undefined) throw new Error(`no backup of ${source} ended before ${moment.toISOString()}`);
    return fitting;
  }

  async #instance(): Promise<DatabaseInstance> {
    const folder = join(this.#folder, `instance-${this.#instances.length + 1}`);
    const instance = await DatabaseInstance.in(this.programs.postgres, folder, this.archive.environment);
    this.#instances.push(instance);
    return instance;
  }
}
