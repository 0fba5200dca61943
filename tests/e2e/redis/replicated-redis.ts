import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { redisConfiguration } from "../../../components/data/redis-configuration.ts";
import {
  instanceFiles,
  instanceVariables,
} from "../../../components/data/redis-replication/instance-files.ts";
import { proxyConfiguration } from "../../../components/data/redis-replication/proxy-configuration.ts";
import { replicationConfiguration } from "../../../components/data/redis-replication/replication-configuration.ts";
import { sentinelConfiguration } from "../../../components/data/redis-replication/sentinel-configuration.ts";
import { sentinelUsers } from "../../../components/data/redis-replication/sentinel-users.ts";
import { redisUsers } from "../../../components/data/redis-users.ts";
import { cacheUsersKeys, sentinelUsersKey } from "../../../components/secrets/cache-secrets.ts";
import { cacheInstances, type PlatformRedis } from "../../../model/cache.ts";
import { runFrom } from "../../../toolchain/cluster/debian.ts";
import { findOnPath } from "../../../toolchain/steps/path-search.ts";
import type { DebianRoot } from "../app/image/debian-root.ts";
import { end, freePort, listening } from "../backup/child-process.ts";
import { give, serverUser } from "../backup/unprivileged.ts";
import { sumsOf } from "./own-passwords.ts";
import { RedisClient } from "./redis-client.ts";

/** Why instances can't have names of their own on this machine; nothing where they can. */
export function whyNoNames(): string | undefined {
  if (process.getuid?.() !== 0) return "only root may give the instances names of their own";
  const missing = ["unshare", "setpriv"].find((program) => findOnPath(program) === undefined);
  return missing === undefined ? undefined : `${missing} is not on PATH`;
}

type Program = "redis" | "sentinel";
const ports = { redis: 6379, sentinel: 26379 } as const;

/**
 * Three instances with their sentinels and the proxy before them, by the files and scripts of a stack: each instance at an address of
 * its own on the loopback, under the name that it has in a cluster.
 */
export class ReplicatedRedis {
  readonly proxyPort: number;
  readonly healthPort: number;
  readonly #folder: string;
  readonly #debian: DebianRoot;
  readonly #password: string;
  readonly #network = `127.${randomInt(60, 250)}.${randomInt(1, 250)}`;
  readonly #running = new Map<string, ChildProcess>();

  private constructor(debian: DebianRoot, folder: string, password: string, proxy: number, health: number) {
    this.#debian = debian;
    this.#folder = folder;
    this.#password = password;
    this.proxyPort = proxy;
    this.healthPort = health;
  }

  static async start(debian: DebianRoot, cache: PlatformRedis, password: string): Promise<ReplicatedRedis> {
    const folder = mkdtempSync(join(tmpdir(), "slipway-redis-replication-"));
    chmodSync(folder, 0o755);
    const started = new ReplicatedRedis(debian, folder, password, await freePort(), await freePort());
    started.#write(cache);
    try {
      await started.#upAll();
    } catch (error) {
      await started.remove();
      throw error;
    }
    return started;
  }

  async #upAll(): Promise<void> {
    await Promise.all(cacheInstances.flatMap((name) => [this.up(name, "sentinel"), this.up(name, "redis")]));
    await this.upProxy();
  }

  #write(cache: PlatformRedis): void {
    const lines = cacheInstances.map((name) => `${this.address(name)} ${name}`);
    writeFileSync(join(this.#folder, "hosts"), `127.0.0.1 localhost\n${lines.join("\n")}\n`);
    const programs = join(this.#folder, "programs");
    mkdirSync(programs);
    // One program in Debian's package plays the server and the sentinel, by the name that it is started under.
    for (const name of ["redis-server", "redis-sentinel"])
      symlinkSync(this.#debian.path("usr/bin/redis-check-rdb"), join(programs, name));
    const sums = sumsOf([this.#password]);
    for (const name of cacheInstances) {
      const place = (of: string): string => join(this.#folder, name, of);
      mkdirSync(join(this.#folder, name));
      for (const each of ["configuration", "users", "data", "scratch"]) mkdirSync(place(each));
      for (const each of ["data", "scratch"]) give(place(each), serverUser);
      const bind = this.address(name);
      const users = place("users");
      const configuration = redisConfiguration(cache, {
        port: ports.redis,
        bind,
        data: place("data"),
        users,
      });
      const files = instanceFiles({
        redis: configuration + replicationConfiguration(),
        sentinel: sentinelConfiguration({ port: ports.sentinel, bind, users }),
      });
      for (const [file, content] of Object.entries(files))
        writeFileSync(join(place("configuration"), file), content);
      writeFileSync(join(users, cacheUsersKeys.users), redisUsers(cache, sums, true));
      writeFileSync(join(users, sentinelUsersKey), sentinelUsers(sums.application));
    }
    writeFileSync(
      join(this.#folder, "haproxy.cfg"),
      proxyConfiguration(cache, {
        address: "127.0.0.1",
        port: this.proxyPort,
        healthPort: this.healthPort,
        redisPort: ports.redis,
        sentinelPort: ports.sentinel,
      }),
    );
  }

  address = (instance: string): string => `${this.#network}.${cacheInstances.indexOf(instance) + 1}`;

  /** Starts an instance or a sentinel as its container does. */
  async up(instance: string, program: Program): Promise<void> {
    const child = this.#script(instance, `start-${program}.sh`, `${instance}-${program}`);
    this.#running.set(`${instance}-${program}`, child);
    if (program === "sentinel")
      await listening(ports.sentinel, child, () => this.log(instance, program), this.address(instance));
  }

  async upProxy(): Promise<void> {
    const child = this.#spawn(
      [this.#debian.path("usr/sbin/haproxy"), "-f", join(this.#folder, "haproxy.cfg")],
      "proxy",
      {},
    );
    this.#running.set("proxy", child);
    await listening(this.healthPort, child, () => readFileSync(join(this.#folder, "proxy.log"), "utf8"));
  }

  /** Runs one of the container's other scripts to its end, and says how it ended. */
  run(instance: string, script: string): Promise<number | null> {
    const child = this.#script(instance, script, `${instance}-${script}`);
    return new Promise((ended) => child.on("exit", ended));
  }

  async down(instance: string, program: Program, signal: NodeJS.Signals): Promise<void> {
    const child = this.#running.get(`${instance}-${program}`);
    if (child) await end(child, signal);
  }

  /** Has an instance stand still, or go on. */
  signal(instance: string, program: Program, signal: "SIGSTOP" | "SIGCONT"): void {
    this.#running.get(`${instance}-${program}`)?.kill(signal);
  }

  /** Forgets what a volume held. */
  loseVolume(instance: string): void {
    const data = join(this.#folder, instance, "data");
    rmSync(data, { recursive: true });
    mkdirSync(data);
    give(data, serverUser);
  }

  /** A connection by way of the proxy, as an application's. */
  async client(): Promise<RedisClient> {
    const client = await RedisClient.open(this.proxyPort);
    await client.send("AUTH", "default", this.#password);
    return client;
  }

  /** A connection past the proxy. */
  async direct(instance: string, user = "monitor", program: Program = "redis"): Promise<RedisClient> {
    const client = await RedisClient.open(ports[program], this.address(instance));
    await client.send("AUTH", user, this.#password);
    return client;
  }

  /** What an instance says that it is, with a replica's link. */
  async role(instance: string): Promise<string> {
    const client = await this.direct(instance);
    try {
      const told = String(await client.send("INFO", "replication"));
      return [/^role:(\w+)/m, /^master_link_status:(\w+)/m]
        .flatMap((form) => form.exec(told)?.[1] ?? [])
        .join(" ");
    } finally {
      client.close();
    }
  }

  async ready(): Promise<boolean> {
    return (await fetch(`http://127.0.0.1:${this.healthPort}/healthz`)).status === 200;
  }

  log(instance: string, program: Program): string {
    return readFileSync(join(this.#folder, `${instance}-${program}.log`), "utf8");
  }

  proxyLog(): string {
    return readFileSync(join(this.#folder, "proxy.log"), "utf8");
  }

  async remove(): Promise<void> {
    for (const child of this.#running.values()) {
      child.kill("SIGCONT");
      await end(child, "SIGKILL");
    }
    if (existsSync(this.#folder)) rmSync(this.#folder, { recursive: true });
  }

  #script(instance: string, script: string, log: string): ChildProcess {
    const place = (of: string): string => join(this.#folder, instance, of);
    const variables = instanceVariables({
      address: this.address(instance),
      configuration: place("configuration"),
      state: place("data"),
      scratch: place("scratch"),
    });
    const environment = { ...variables, INSTANCE: instance, REDISCLI_AUTH: this.#password };
    return this.#spawn(["sh", join(place("configuration"), script)], log, environment);
  }

  #spawn(
    command: readonly string[],
    log: string,
    environment: Readonly<Record<string, string>>,
  ): ChildProcess {
    const file = openSync(join(this.#folder, `${log}.log`), "a");
    const { uid = 0, gid = 0 } = serverUser;
    const named = `mount --bind ${join(this.#folder, "hosts")} /etc/hosts && exec setpriv --reuid=${uid} --regid=${gid} --clear-groups "$@"`;
    const from = runFrom(this.#debian.folder);
    const child = spawn("unshare", ["--mount", "sh", "-c", named, "sh", ...command], {
      env: { ...from, PATH: `${join(this.#folder, "programs")}:${from.PATH}`, ...environment },
      stdio: ["ignore", file, file],
    });
    closeSync(file);
    return child;
  }
}
