import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Ended, type Running, start } from "./backup-run.ts";
import { FaultyLink } from "./faulty-link.ts";
import { type Keys, ObjectStore } from "./object-store.ts";
import { type Programs, providePrograms } from "./provide-programs.ts";
import { give, podUser } from "./unprivileged.ts";

export const bucket = "copies";
export const keys: Keys = { id: "AKIASNAPSHOTSOFTHETESTS", secret: "the-snapshot-key-of-the-tests" };

/** Whoever follows a run that was killed waits for `dead`. A busy machine may hold a run up for some seconds. */
const lease = { renewed: "500ms", lost: "6s", dead: "8s" };

/** What is copied: the part of the settings that says so, what opens it, and where copies lie. */
export interface Copied {
  readonly source: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string>>;
}

/** A real object store behind a link that can fail, and the program that puts snapshots of other servers into it. */
export class SnapshotRig {
  readonly programs: Programs;
  readonly folder: string;
  readonly store: ObjectStore;
  readonly link: FaultyLink;
  readonly identityFile: string;

  private constructor(programs: Programs, folder: string, store: ObjectStore, link: FaultyLink) {
    this.programs = programs;
    this.folder = folder;
    this.store = store;
    this.link = link;
    this.identityFile = join(folder, "identity");
    execFileSync(programs.ageKeygen, ["-o", this.identityFile], { stdio: "ignore" });
    give(this.identityFile, podUser);
  }

  static async start(say: (line: string) => void): Promise<SnapshotRig> {
    const programs = await providePrograms(say);
    const folder = mkdtempSync(join(tmpdir(), "slipway-snapshots-"));
    chmodSync(folder, 0o755);
    const store = await ObjectStore.start(programs.store, join(folder, "store"));
    store.addUser(keys, bucket);
    return new SnapshotRig(programs, folder, store, await FaultyLink.to(store.port));
  }

  async stop(): Promise<void> {
    this.link.close();
    await this.store.down();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The path of a settings file. @param port Of the store. @default the link's */
  settingsFile({ source, settings }: Copied, port = this.link.port): string {
    const folder = mkdtempSync(join(this.folder, "settings-"));
    chmodSync(folder, 0o755);
    const file = join(folder, "settings.json");
    const recipient = /public key: (\S+)/.exec(readFileSync(this.identityFile, "utf8"))?.[1];
    const bucketSettings = {
      endpoint: `http://127.0.0.1:${port}`,
      region: "us-east-1",
      name: bucket,
      prefix: source,
    };
    writeFileSync(
      file,
      JSON.stringify({
        source,
        bucket: bucketSettings,
        recipients: [recipient],
        partMebibytes: 5,
        lease,
        ...settings,
      }),
    );
    return file;
  }

  begin(args: readonly string[], copied: Copied, settings = this.settingsFile(copied)): Running {
    return start(this.programs.backup, args, {
      PATH: "/nonexistent",
      BACKUP_SETTINGS: settings,
      BACKUP_IDENTITY_FILE: this.identityFile,
      AWS_ACCESS_KEY_ID: keys.id,
      AWS_SECRET_ACCESS_KEY: keys.secret,
      ...copied.environment,
    });
  }

  /** Runs the program. @throws Error when it shows a secret. */
  async run(args: readonly string[], copied: Copied, settings?: string): Promise<Ended> {
    const ended = await this.begin(args, copied, settings).ended;
    for (const secret of [
      keys.secret,
      ...Object.values(copied.environment).filter((each) => !isAddress(each)),
    ])
      if (`${ended.said}${ended.output}`.includes(secret))
        throw new Error(`a secret is shown: ${ended.said}`);
    return ended;
  }

  /** Takes a snapshot. A second has room for one, so the one before must be of another. */
  async snapshot(copied: Copied, settings?: string): Promise<Ended> {
    await sleep(1000 - (Date.now() % 1000));
    return this.run(["snapshot"], copied, settings);
  }

  /** Takes a snapshot where there is none. */
  async provideSnapshot(copied: Copied): Promise<void> {
    if (this.sums(copied).size > 0) return;
    const { code, said } = await this.snapshot(copied);
    if (code !== 0) throw new Error(`there is no copy of ${copied.source}: ${said}`);
  }

  /** Starts a snapshot and stops its upload when so many bytes went to the store. What shows that the run lives goes on. */
  async heldAfter(bytes: number, copied: Copied): Promise<Running> {
    await sleep(1000 - (Date.now() % 1000));
    const held = this.link.holdAfter(bytes, 64 * 1024);
    const running = this.begin(["snapshot"], copied);
    const early = running.ended.then(({ said }) => {
      throw new Error(`it ended before ${bytes} bytes: ${said}`);
    });
    await Promise.race([held, early]);
    early.catch(() => undefined);
    return running;
  }

  /** What Prometheus would scrape of a source. */
  async metrics(copied: Copied): Promise<ReadonlyMap<string, number>> {
    const { output } = await this.run(["metrics"], copied);
    const samples = output.matchAll(/^slipway_backup_(\w+)\{source="[^"]*"(?:,run="([^"]*)")?\} (\S+)$/gm);
    return new Map(
      [...samples].map(([, name = "", run, value]) => [run ? `${name} of ${run}` : name, Number(value)]),
    );
  }

  /** Writes the content of the newest backup into a file. @returns Its path. */
  fetch(copied: Copied, name: string): string {
    const file = join(this.folder, name);
    const content = execFileSync(this.programs.backup, ["fetch"], {
      env: {
        BACKUP_SETTINGS: this.settingsFile(copied, this.store.port),
        BACKUP_IDENTITY_FILE: this.identityFile,
        AWS_ACCESS_KEY_ID: keys.id,
        AWS_SECRET_ACCESS_KEY: keys.secret,
      },
      maxBuffer: 1024 ** 3,
      stdio: ["ignore", "pipe", "ignore"],
    });
    writeFileSync(file, content);
    return file;
  }

  /** Checksums of all that backups of a source consist of. */
  sums({ source }: Copied): Map<string, string> {
    return new Map([...this.store.sums(bucket, source)].filter(([key]) => key.startsWith("backup_")));
  }

  /** The days, in UTC, that backups of a source are of. A run may begin before midnight and the next one after it. */
  days(copied: Copied): ReadonlySet<string> {
    return new Set([...this.sums(copied).keys()].map((key) => key.slice(0, "backup_yyyymmdd".length)));
  }

  /** The file of the newest backup's content. */
  newestContent({ source }: Copied): string {
    const newest = this.store
      .keys(bucket, source)
      .filter((key) => key.endsWith(".age"))
      .at(-1);
    return this.store.file(bucket, `${source}/${newest ?? "none"}`);
  }
}

const isAddress = (text: string): boolean => text.startsWith("http");
