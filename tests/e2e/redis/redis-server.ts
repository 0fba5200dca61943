import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  closeSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { redisConfiguration } from "../../../components/data/redis-configuration.ts";
import { redisMonitor, redisUsers } from "../../../components/data/redis-users.ts";
import { cacheUsersKeys } from "../../../components/secrets/cache-secrets.ts";
import type { Cache } from "../../../model/cache.ts";
import { runFrom } from "../../../toolchain/cluster/debian.ts";
import type { DebianRoot } from "../app/image/debian-root.ts";
import { end, freePort, listening } from "../backup/child-process.ts";
import { give, serverUser } from "../backup/unprivileged.ts";
import { sumsOf } from "./own-passwords.ts";
import { RedisClient } from "./redis-client.ts";

/** A user who may do all, whom only the tests have: it begins snapshots at a moment of their choosing. */
const tester = { name: "tester", password: "of-the-tests-alone" };

/** The very configuration and users of a stack's Redis in a real Redis of this machine, on a loopback port. */
export class RedisServer {
  readonly port: number;
  readonly folder: string;
  readonly #debian: DebianRoot;
  readonly #configuration: string;
  #process: ChildProcess | undefined;

  private constructor(debian: DebianRoot, folder: string, port: number, configuration: string) {
    this.#debian = debian;
    this.folder = folder;
    this.port = port;
    this.#configuration = configuration;
  }

  static async start(debian: DebianRoot, cache: Cache, passwords: readonly string[]): Promise<RedisServer> {
    const folder = mkdtempSync(join(tmpdir(), "slipway-redis-"));
    chmodSync(folder, 0o755);
    const [data, users] = [join(folder, "data"), join(folder, "users")];
    for (const each of [data, users]) mkdirSync(each);
    give(data, serverUser);
    const port = await freePort();
    const configuration = join(folder, "redis.conf");
    writeFileSync(configuration, redisConfiguration(cache, { port, bind: "127.0.0.1", data, users }));
    const server = new RedisServer(debian, folder, port, configuration);
    server.accept(cache, passwords);
    await server.up();
    return server;
  }

  /** Writes who is let in from the next start on. */
  accept(cache: Cache, passwords: readonly string[]): void {
    const users = redisUsers(cache, sumsOf(passwords));
    const more = `user ${tester.name} on >${tester.password} ~* &* +@all\n`;
    writeFileSync(join(this.folder, "users", cacheUsersKeys.users), users + more);
  }

  /** Starts it, and waits until it takes connections; with what it keeps read, unless it is told not to. */
  async up(): Promise<void> {
    const log = openSync(join(this.folder, "log"), "a");
    // One program in Debian's package plays the server too, by the name that it is started under.
    const server = spawn(this.#debian.path("usr/bin/redis-check-rdb"), [this.#configuration], {
      ...serverUser,
      argv0: "redis-server",
      cwd: join(this.folder, "data"),
      env: { ...process.env, ...runFrom(this.#debian.folder) },
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    this.#process = server;
    await listening(this.port, server, () => this.log());
  }

  /** Ends it: by SIGTERM as a pod's end does, or by SIGKILL as the loss of its node. */
  async down(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    if (this.#process) await end(this.#process, signal);
  }

  async remove(): Promise<void> {
    await this.down("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Seconds from a start until a probe finds it ready, as the pod's own probe asks. */
  async secondsUntilReady(password: string): Promise<number> {
    const started = performance.now();
    await this.up();
    while (!this.probe(password)) await sleep(20);
    return (performance.now() - started) / 1000;
  }

  /** What the pod's probe says, by the client of the image. */
  probe(password: string): boolean {
    const args = ["-p", String(this.port), "-e", "--user", redisMonitor, "ping"];
    const env = { ...process.env, ...runFrom(this.#debian.folder), REDISCLI_AUTH: password };
    try {
      const said = execFileSync(this.#debian.path("usr/bin/redis-cli"), args, { env, stdio: "pipe" });
      return said.toString().trim() === "PONG";
    } catch {
      return false;
    }
  }

  /** A connection of an application, of the monitor, or of the tests themselves. */
  async client(password: string, user = "default"): Promise<RedisClient> {
    const client = await RedisClient.open(this.port);
    await client.send("AUTH", user, password);
    return client;
  }

  tester(): Promise<RedisClient> {
    return this.client(tester.password, tester.name);
  }

  log(): string {
    return readFileSync(join(this.folder, "log"), "utf8").slice(-4000);
  }

  /** The file that it logs writes to. */
  logFile(): string {
    const [file] = globSync("data/appendonlydir/*.incr.aof", { cwd: this.folder });
    if (file === undefined) throw new Error("no log is there");
    return join(this.folder, file);
  }

  /** Bytes of memory of the server and of what it forked, each page once. */
  memory(): number {
    const pid = this.#process?.pid ?? 0;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    return [String(pid), ...children].filter(Boolean).reduce((sum, each) => sum + shareOf(each), 0);
  }
}

function shareOf(pid: string): number {
  const file = `/proc/${pid}/smaps_rollup`;
  try {
    return existsSync(file)
      ? Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(file, "utf8"))?.[1] ?? 0) * 1024
      : 0;
  } catch {
    // It ended meanwhile.
    return 0;
  }
}
