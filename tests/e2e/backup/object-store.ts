import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, globSync, mkdirSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { end, freePort, listening } from "./child-process.ts";

/** The keys of a user of the store. */
export interface Keys {
  readonly id: string;
  readonly secret: string;
}

const owner: Keys = { id: "AKIAOWNEROFTHESTORE", secret: "the-owner-of-the-store-only" };

/** Where a store answers. */
export interface StorePlace {
  /** An address that the machine has, there where the server runs. */
  readonly host: string;
  /** The command line that runs another one there. */
  readonly inside: (command: readonly string[]) => readonly string[];
  /** Paths of its certificate and key, PEM. @default it speaks plain HTTP */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

const thisMachine: StorePlace = { host: "127.0.0.1", inside: (command) => command };

/** A real S3-compatible server, the Versity gateway, which keeps each object as a file of this machine. */
export class ObjectStore {
  readonly port: number;
  readonly #program: string;
  readonly #folder: string;
  readonly #smallDisk: string | undefined;
  readonly #place: StorePlace;
  #process: ChildProcess | undefined;

  private constructor(
    program: string,
    folder: string,
    port: number,
    smallDisk: string | undefined,
    place: StorePlace,
  ) {
    this.#program = program;
    this.#folder = folder;
    this.port = port;
    this.#smallDisk = smallDisk;
    this.#place = place;
  }

  /**
   * @param smallDisk The size of a disk of its own, as "8m", which takes root. @default this machine's
   * @param place Where it answers. @default a loopback address of this machine
   */
  static async start(
    program: string,
    folder: string,
    smallDisk?: string,
    place: StorePlace = thisMachine,
  ): Promise<ObjectStore> {
    for (const each of ["", "objects", "users"]) mkdirSync(join(folder, each));
    const store = new ObjectStore(program, folder, await freePort(), smallDisk, place);
    await store.up();
    return store;
  }

  async up(): Promise<void> {
    const log = openSync(join(this.#folder, "log"), "a");
    const objects = join(this.#folder, "objects");
    const { host, inside, tls } = this.#place;
    const command = [
      ...[this.#program, "--port", `${host}:${this.port}`, "--access", owner.id, "--secret", owner.secret],
      ...(tls === undefined ? [] : ["--cert", tls.certificate, "--key", tls.key]),
      // A user who is removed is unknown from then on, and not when a cache forgets him.
      ...["--quiet", "--iam-dir", join(this.#folder, "users"), "--iam-cache-disable", "posix", objects],
    ];
    // In a view of the disks that ends with the process, so nothing stays mounted.
    const onSmallDisk = [
      ...["unshare", "--mount", "sh", "-c"],
      `mount -t tmpfs -o size=${this.#smallDisk ?? ""} tmpfs "$0" && exec "$@"`,
      objects,
    ];
    const [first = "", ...rest] = inside(
      this.#smallDisk === undefined ? command : [...onSmallDisk, ...command],
    );
    this.#process = spawn(first, rest, { cwd: this.#folder, stdio: ["ignore", log, log] });
    closeSync(log);
    await listening(
      this.port,
      this.#process,
      () => readFileSync(join(this.#folder, "log"), "utf8").slice(-2000),
      host,
    );
  }

  async down(): Promise<void> {
    if (this.#process) await end(this.#process, "SIGTERM");
  }

  /** Makes a user who may do all in a bucket of his own. */
  addUser(keys: Keys, bucket: string): void {
    this.#administer("create-user", "--access", keys.id, "--secret", keys.secret, "--role", "user");
    this.#administer("create-bucket", "--owner", keys.id, "--bucket", bucket);
  }

  removeUser(keys: Keys): void {
    this.#administer("delete-user", "--access", keys.id);
  }

  /** Lets a user who was removed in again. */
  restoreUser(keys: Keys): void {
    this.#administer("create-user", "--access", keys.id, "--secret", keys.secret, "--role", "user");
  }

  /** The file that an object lies in. */
  file(bucket: string, key: string): string {
    return join(this.#root(), bucket, key);
  }

  /** Names of the objects below a folder of a bucket, in order. */
  keys(bucket: string, folder: string): string[] {
    return globSync("**/*", { cwd: this.file(bucket, folder) })
      .filter((name) => statSync(this.file(bucket, `${folder}/${name}`)).isFile())
      .sort();
  }

  /** Checksums of the objects below a folder of a bucket. */
  sums(bucket: string, folder: string): Map<string, string> {
    const sum = (key: string): string =>
      createHash("sha256")
        .update(readFileSync(this.file(bucket, `${folder}/${key}`)))
        .digest("hex");
    return new Map(this.keys(bucket, folder).map((key) => [key, sum(key)]));
  }

  /** The uploads that did not come to their end, as the store lists them: on its disk it may keep a part that came as it threw the upload away. */
  unfinished(bucket: string): string[] {
    const { host, tls } = this.#place;
    const answer = execFileSync(
      "curl",
      [
        ...["--fail", "--silent", "--show-error", ...(tls === undefined ? [] : ["--insecure"])],
        ...["--aws-sigv4", "aws:amz:us-east-1:s3", "--header", "x-amz-content-sha256: UNSIGNED-PAYLOAD"],
        ...[
          "--config",
          "-",
          `${tls === undefined ? "http" : "https"}://${host}:${this.port}/${bucket}?uploads=`,
        ],
      ],
      { input: `user = "${owner.id}:${owner.secret}"\n`, encoding: "utf8" },
    );
    if (!answer.includes("ListMultipartUploadsResult")) throw new Error(`no list of uploads: ${answer}`);
    return [...answer.matchAll(/<Key>([^<]*)</g)].map(([, key = ""]) => key);
  }

  #root(): string {
    const objects = join(this.#folder, "objects");
    return this.#smallDisk === undefined ? objects : `/proc/${this.#process?.pid ?? 0}/root${objects}`;
  }

  #administer(...args: readonly string[]): void {
    const { host, tls } = this.#place;
    const address =
      tls === undefined
        ? ["--endpoint-url", `http://${host}:${this.port}`]
        : ["--endpoint-url", `https://${host}:${this.port}`, "--allow-insecure"];
    execFileSync(
      this.#program,
      ["admin", "--access", owner.id, "--secret", owner.secret, ...address, ...args],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
  }
}
