import { spawn } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import type { BackupArchiveSpec } from "../../../components/data/backup-archive-spec.ts";
import type { Ended } from "../backup/backup-run.ts";
import type { Keys } from "../backup/object-store.ts";
import { databasePassword } from "../backup/postgres-server.ts";
import { serverUser } from "../backup/unprivileged.ts";
import { pythonOf } from "../python-environment.ts";
import type { DatabaseInstance } from "./database-instance.ts";

/** A base backup, as the archive's list has it. */
export interface BaseBackup {
  readonly id: string;
  readonly ended: Date;
  /** The file of the log that a recovery from it starts with. */
  readonly begins: string;
}

const list = z.object({
  backups_list: z.array(
    z.object({
      backup_id: z.string(),
      end_time_iso: z.string(),
      begin_wal: z.string(),
      status: z.literal("DONE"),
    }),
  ),
});

/**
 * Where clusters keep their backups, by Barman's programs, with the options that CloudNativePG's plugin makes of the
 * specification of an `ObjectStore`.
 */
export class Archive {
  readonly #barman: string;
  readonly #spec: BackupArchiveSpec;
  readonly #keys: Keys;
  /** For what is on its way. */
  readonly #folder: string;

  constructor(barman: string, spec: BackupArchiveSpec, keys: Keys, folder: string) {
    this.#barman = barman;
    this.#spec = spec;
    this.#keys = keys;
    this.#folder = folder;
  }

  /** What the programs find in their environment. */
  get environment(): Readonly<Record<string, string>> {
    const given = this.#spec.instanceSidecarConfiguration.env.map(
      ({ name, value }) => [name, value] as const,
    );
    return {
      ...Object.fromEntries(given),
      AWS_ACCESS_KEY_ID: this.#keys.id,
      AWS_SECRET_ACCESS_KEY: this.#keys.secret,
      // Which only makes it give up sooner where nobody answers.
      AWS_MAX_ATTEMPTS: "1",
      TMPDIR: this.#folder,
    };
  }

  /** The place below a cluster's name, as a folder of the bucket. */
  folderOf(serverName: string): string {
    return join(new URL(this.#spec.configuration.destinationPath).pathname.slice(1), serverName);
  }

  /** What PostgreSQL sends a file of its log with. */
  archiveCommand(serverName: string): string {
    const options = [`--${this.#spec.configuration.wal.compression}`, ...this.#place(serverName)];
    return [...this.#program("wal-archive", options), "%p"].join(" ");
  }

  /** What PostgreSQL fetches one with. */
  restoreCommand(serverName: string): string {
    return [...this.#program("wal-restore", this.#place(serverName)), "%f", "%p"].join(" ");
  }

  /** Whether a new cluster may archive under a name. */
  check(serverName: string): Promise<Ended> {
    return this.#run("check-wal-archive", this.#place(serverName));
  }

  /** Takes a base backup. */
  async backUp(serverName: string, instance: DatabaseInstance): Promise<BaseBackup> {
    const { compression, jobs } = this.#spec.configuration.data;
    await this.#succeed("backup", [
      ...["--host", "127.0.0.1", "--port", String(instance.port), "--user", "postgres"],
      // The plugin leaves it out: the server then spreads its checkpoint over minutes.
      "--immediate-checkpoint",
      ...[`--${compression}`, "--jobs", String(jobs)],
      ...this.#place(serverName),
    ]);
    const newest = (await this.backups(serverName)).at(-1);
    if (newest === undefined) throw new Error(`${serverName} has no backup, although one was taken`);
    return newest;
  }

  /** What there is, the oldest first. */
  async backups(serverName: string): Promise<BaseBackup[]> {
    const { output } = await this.#succeed("backup-list", ["--format", "json", ...this.#place(serverName)]);
    return list
      .parse(JSON.parse(output))
      .backups_list.map(({ backup_id, end_time_iso, begin_wal }) => ({
        id: backup_id,
        ended: new Date(end_time_iso),
        begins: begin_wal,
      }))
      .sort((one, other) => one.ended.getTime() - other.ended.getTime());
  }

  async fetch(serverName: string, { id }: BaseBackup, folder: string): Promise<void> {
    await this.#succeed("restore", [...this.#place(serverName), id, folder]);
  }

  /** Deletes what the retention has no use for. */
  async prune(serverName: string): Promise<void> {
    const window = /^(\d+)d$/.exec(this.#spec.retentionPolicy)?.[1] ?? "";
    const policy = ["--retention-policy", `RECOVERY WINDOW OF ${window} DAYS`];
    await this.#succeed("backup-delete", [...policy, ...this.#place(serverName)]);
  }

  #place(serverName: string): string[] {
    const { endpointURL, destinationPath } = this.#spec.configuration;
    return ["--endpoint-url", endpointURL, destinationPath, serverName];
  }

  #program(name: string, options: readonly string[]): string[] {
    return [pythonOf(this.#barman), join(this.#barman, "bin", `barman-cloud-${name}`), ...options];
  }

  async #succeed(name: string, options: readonly string[]): Promise<Ended> {
    const ended = await this.#run(name, options);
    if (ended.code !== 0)
      throw new Error(`barman-cloud-${name} ended with ${String(ended.code)}: ${ended.said}`);
    return ended;
  }

  #run(name: string, options: readonly string[]): Promise<Ended> {
    const [program = "", ...args] = this.#program(name, options);
    const child = spawn(program, args, {
      ...serverUser,
      cwd: this.#folder,
      env: { ...this.environment, PATH: process.env["PATH"], PGPASSWORD: databasePassword },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const started = performance.now();
    let output = "";
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        resolve({ code, output, said, seconds: (performance.now() - started) / 1000 });
      });
    });
  }
}
