import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Ended, type Running, start } from "./backup-run.ts";
import { FaultyLink } from "./faulty-link.ts";
import { type Keys, ObjectStore } from "./object-store.ts";
import { databasePassword, PostgresServer } from "./postgres-server.ts";
import { type Programs, providePrograms } from "./provide-programs.ts";
import { give, podUser } from "./unprivileged.ts";

export const bucket = "backups";
export const keys: Keys = { id: "AKIABACKUPOFTHETESTS", secret: "the-backup-key-of-the-tests" };

/** A statement about a table that a drill checks. */
export interface DrillCheck {
  readonly table: string;
  readonly rows?: { readonly atLeast?: number; readonly atMost?: number };
  readonly checksum?: string;
}

/** In what a run differs from one that goes well. */
export interface Variation {
  readonly source?: string;
  readonly database?: string;
  /** @default all of the database */
  readonly schemas?: readonly string[];
  readonly bucket?: string;
  readonly storePort?: number;
  readonly keys?: Keys;
  readonly checks?: readonly DrillCheck[];
  readonly recoveryTime?: string;
  readonly target?: string;
  /** The address of the server that a drill restores into. @default the one that is dumped */
  readonly scratch?: string;
  /** Roles that a drill makes there. @default none */
  readonly roles?: readonly string[];
  readonly identityFile?: string;
  /** Folders of client programs. */
  readonly clients?: readonly string[];
  /** Settings that others have not. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** A database, a store behind a link that can fail, the keys of both, and the program between them. */
export class Rig {
  readonly programs: Programs;
  readonly folder: string;
  readonly postgres: PostgresServer;
  readonly store: ObjectStore;
  readonly link: FaultyLink;
  readonly identityFile: string;
  readonly recipient: string;
  /** What a drill of this rig's database finds right. */
  checks: readonly DrillCheck[] = [];

  private constructor(
    programs: Programs,
    folder: string,
    postgres: PostgresServer,
    store: ObjectStore,
    link: FaultyLink,
  ) {
    this.programs = programs;
    this.folder = folder;
    this.postgres = postgres;
    this.store = store;
    this.link = link;
    this.identityFile = join(folder, "identity");
    this.recipient = this.makeIdentity(this.identityFile);
  }

  static async start(say: (line: string) => void): Promise<Rig> {
    const programs = await providePrograms(say);
    const folder = mkdtempSync(join(tmpdir(), "slipway-backup-"));
    chmodSync(folder, 0o755);
    const postgres = await PostgresServer.start(programs.postgres, join(folder, "postgres"));
    const store = await ObjectStore.start(programs.store, join(folder, "store"));
    store.addUser(keys, bucket);
    return new Rig(programs, folder, postgres, store, await FaultyLink.to(store.port));
  }

  async stop(): Promise<void> {
    this.link.close();
    await this.store.down();
    await this.postgres.down();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Makes a pair of keys, and answers the public one. */
  makeIdentity(file: string): string {
    execFileSync(this.programs.ageKeygen, ["-o", file], { stdio: "ignore" });
    give(file, podUser);
    return /public key: (\S+)/.exec(readFileSync(file, "utf8"))?.[1] ?? "";
  }

  /** What a run gets in its environment. */
  environment(variation: Variation = {}): Record<string, string> {
    const { source = "dev/shop", storePort = this.link.port, database = "shop" } = variation;
    const used = variation.keys ?? keys;
    const file = join(mkdtempSync(join(this.folder, "settings-")), "settings.json");
    chmodSync(join(file, ".."), 0o755);
    const settings = {
      source,
      bucket: {
        endpoint: `http://127.0.0.1:${storePort}`,
        region: "us-east-1",
        name: variation.bucket ?? bucket,
        prefix: source,
      },
      recipients: [this.recipient],
      partMebibytes: 5,
      ...(variation.schemas && { schemas: variation.schemas }),
      drill: {
        recoveryTime: variation.recoveryTime ?? "1h",
        checks: variation.checks ?? this.checks,
        roles: variation.roles ?? [],
      },
      ...variation.settings,
    };
    writeFileSync(file, JSON.stringify(settings));
    return {
      PATH: [...(variation.clients ?? [this.programs.postgres]), "/usr/bin", "/bin"].join(":"),
      BACKUP_SETTINGS: file,
      BACKUP_IDENTITY_FILE: variation.identityFile ?? this.identityFile,
      AWS_ACCESS_KEY_ID: used.id,
      AWS_SECRET_ACCESS_KEY: used.secret,
      DATABASE_URL: this.#addressOf(database),
      SCRATCH_DATABASE_URL: variation.scratch ?? this.postgres.address("postgres"),
      TARGET_DATABASE_URL: this.#addressOf(variation.target ?? "restored"),
    };
  }

  /** Of a database of this rig's server, unless it is one already. */
  #addressOf(database: string): string {
    return database.includes("://") ? database : this.postgres.address(database);
  }

  /** Starts the program. */
  begin(args: readonly string[], variation: Variation = {}): Running {
    return start(this.programs.backup, args, this.environment(variation));
  }

  /** Runs the program. @throws Error when it shows a secret. */
  async run(args: readonly string[], variation: Variation = {}): Promise<Ended> {
    const ended = await this.begin(args, variation).ended;
    this.requireHidden(ended);
    return ended;
  }

  /** Makes a backup. A second has room for one, so the one before must be of another. */
  async dump(variation: Variation = {}): Promise<Ended> {
    await sleep(1000 - (Date.now() % 1000));
    return this.run(["dump"], variation);
  }

  /** Starts a dump and stops its upload when so many bytes went to the store. */
  async dumpHeldAfter(bytes: number): Promise<Running> {
    await sleep(1000 - (Date.now() % 1000));
    const held = this.link.holdAfter(bytes);
    const running = this.begin(["dump"]);
    const early = running.ended.then(({ said }) => {
      throw new Error(`the dump ended before ${bytes} bytes: ${said}`);
    });
    await Promise.race([held, early]);
    early.catch(() => undefined);
    return running;
  }

  requireHidden({ said, output }: Ended): void {
    const identity = /AGE-SECRET-KEY-\S+/.exec(readFileSync(this.identityFile, "utf8"))?.[0] ?? "";
    for (const secret of [databasePassword, keys.secret, identity])
      if (`${said}${output}`.includes(secret)) throw new Error(`a secret is shown: ${said}${output}`);
  }

  /** What Prometheus would scrape: samples by their name, with the kind of run where there is one. */
  async metrics(variation: Variation = {}): Promise<ReadonlyMap<string, number>> {
    const { output } = await this.run(["metrics"], variation);
    const samples = output.matchAll(/^slipway_backup_(\w+)\{source="[^"]*"(?:,run="([^"]*)")?\} (\S+)$/gm);
    return new Map(
      [...samples].map(([, name = "", run, value]) => [run ? `${name} of ${run}` : name, Number(value)]),
    );
  }

  /** Names of the backups that can be relied on, oldest first. */
  async backups(variation: Variation = {}): Promise<string[]> {
    const { output } = await this.run(["list"], variation);
    return [...output.matchAll(/^(backup_\w+) .* good$/gm)].map(([, name = ""]) => name);
  }

  /** Checksums of all that backups consist of. */
  sums(source = "dev/shop"): Map<string, string> {
    const all = this.store.sums(bucket, source);
    return new Map([...all].filter(([key]) => key.startsWith("backup_")));
  }

  /** The file of the newest backup's content. */
  newestContent(source = "dev/shop"): string {
    const newest =
      this.store
        .keys(bucket, source)
        .filter((key) => key.endsWith(".age"))
        .at(-1) ?? "";
    return this.store.file(bucket, `${source}/${newest}`);
  }

  makeFolder(name: string): string {
    const folder = join(this.folder, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }
}
