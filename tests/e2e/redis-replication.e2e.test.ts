import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, afterAll, beforeAll, describe, expect, test } from "vitest";
import { redisBackup } from "../../components/data/redis-users.ts";
import { cacheInstances, type PlatformRedis, redis } from "../../model/cache.ts";
import { gibibytes, mebibytes } from "../../model/quantities/bytes.ts";
import { DebianRoot } from "./app/image/debian-root.ts";
import { whyNoImages } from "./app/images.ts";
import { Counting } from "./redis/counting.ts";
import { ownPasswords } from "./redis/own-passwords.ts";
import { RedisClient } from "./redis/redis-client.ts";
import { ReplicatedRedis, whyNoNames } from "./redis/replicated-redis.ts";
import {
  othersKnown,
  patience,
  primariesNamed,
  primaryOf,
  sentinelsKnow,
  settled,
} from "./redis/replication-state.ts";

const reason = whyNoImages() ?? whyNoNames();
if (reason !== undefined) console.log(`Redis with replicas is not tried: ${reason}.`);

/** With blanks, a quote and a backslash, which no line of a configuration would bear as it is. */
const password = String.raw`the first/"password", with \ blanks`;
const counters: PlatformRedis = redis({
  version: 7,
  purpose: "counters",
  connections: 100,
  storage: gibibytes(1),
  memory: mebibytes(64),
  instances: 3,
});

const [first = "", second = "", third = ""] = cacheInstances;
const seen: string[] = [];
/**
 * Seconds. Nine are usual. Sentinels that ask each other for their votes at the same moment choose nobody, and begin again after
 * twice their failover-timeout, which is 20 s.
 */
const longestFailover = 45;

describe.skipIf(reason !== undefined)("a Redis with replicas, of real programs", () => {
  let debian: DebianRoot;
  let running: ReplicatedRedis | undefined;
  beforeAll(async () => {
    debian = await DebianRoot.fetched();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail" && running) {
      console.log(running.proxyLog().slice(-3000));
      for (const name of cacheInstances)
        for (const program of ["redis", "sentinel"] as const)
          console.log(name, program, running.log(name, program).slice(-3000));
    }
    await running?.remove();
    running = undefined;
  });
  afterAll(() => {
    if (seen.length > 0) console.log(["Redis with replicas:", ...seen].join("\n  "));
  });

  const started = async (): Promise<ReplicatedRedis> => {
    running = await ReplicatedRedis.start(debian, counters, password);
    await settled(running, ["master", "slave up", "slave up"]);
    await expect.poll(() => running?.ready(), patience).toBe(true);
    return running;
  };

  const counting = (set: ReplicatedRedis): Counting => new Counting(() => set.client());
  const client = async (set: ReplicatedRedis): Promise<RedisClient> => set.client();

  test("starts with the first as primary, and clients reach it by the one address", async () => {
    const set = await started();
    const application = await client(set);
    expect(await application.send("SET", "a", "1")).toBe("OK");
    expect(await application.send("INFO", "replication")).toContain("role:master");
    await expect.poll(() => sentinelsKnow(set), patience).toBe(3);
    for (const name of cacheInstances) expect(await set.run(name, "ready.sh")).toBe(0);
  });

  test("goes on with a replica when its primary is killed, and takes it back as a replica (CF-20)", async () => {
    const set = await started();
    await expect.poll(() => sentinelsKnow(set), patience).toBe(3);
    const work = counting(set);
    await work.more(1000);
    for (const program of ["redis", "sentinel"] as const) await set.down(first, program, "SIGKILL");
    await work.more(1000);
    expect(await primaryOf(set)).not.toBe(first);
    await set.up(first, "sentinel");
    await set.up(first, "redis");
    await expect.poll(() => set.role(first).catch(String), patience).toBe("slave up");
    await work.more(500);
    const { confirmed, longestGap } = await work.stop();
    const lost = await work.lost(await client(set));
    seen.push(
      `primary killed: no write for ${longestGap.toFixed(1)} s, ${lost} of ${confirmed} confirmed writes lost`,
    );
    expect(longestGap).toBeLessThan(longestFailover);
    expect(lost).toBeLessThan(100);
  });

  const allKnown = async (): Promise<ReplicatedRedis> => {
    const set = await started();
    await expect.poll(() => sentinelsKnow(set), patience).toBe(3);
    return set;
  };
  const refused = (set: ReplicatedRedis): Promise<string> =>
    client(set).then((application) =>
      application.send("SET", "refused", 1).then(String, (error: unknown) => String(error)),
    );

  test("goes on with a replica when its primary stands still, and takes no write of the old one's clients", async () => {
    const set = await allKnown();
    const before = await client(set);
    const work = counting(set);
    await work.more(500);
    set.signal(first, "redis", "SIGSTOP");
    await work.more(500);
    await expect
      .poll(() => primaryOf(set), patience)
      .toSatisfy((name: string) => [second, third].includes(name));
    // The proxy has cut who was connected to it.
    await expect(before.send("SET", "late", 1)).rejects.toThrow("closed");
    set.signal(first, "redis", "SIGCONT");
    await expect.poll(() => set.role(first).catch(String), patience).toBe("slave up");
    const { confirmed, longestGap } = await work.stop();
    const lost = await work.lost(await client(set));
    seen.push(
      `primary stopped: no write for ${longestGap.toFixed(1)} s, ${lost} of ${confirmed} confirmed writes lost`,
    );
    expect(longestGap).toBeLessThan(longestFailover);
    expect(lost).toBe(0);
  });

  test("hands over before its primary is stopped on purpose, and loses no confirmed write", async () => {
    const set = await allKnown();
    const work = counting(set);
    await work.more(500);
    expect(await set.run(first, "hand-over.sh")).toBe(0);
    await set.down(first, "redis", "SIGTERM");
    await set.down(first, "sentinel", "SIGTERM");
    await work.more(500);
    await set.up(first, "sentinel");
    await set.up(first, "redis");
    await expect.poll(() => set.role(first).catch(String), patience).toBe("slave up");
    const { confirmed, longestGap } = await work.stop();
    const lost = await work.lost(await client(set));
    seen.push(
      `handed over: no write for ${longestGap.toFixed(1)} s, ${lost} of ${confirmed} confirmed writes lost`,
    );
    expect(longestGap).toBeLessThan(10);
    expect(lost).toBe(0);
  });

  test("knows its last primary again when all of it was away at once", async () => {
    const set = await allKnown();
    await (await client(set)).send("SET", "kept", 1);
    expect(await set.run(first, "hand-over.sh")).toBe(0);
    let last = "none";
    await expect
      .poll(async () => (last = await primaryOf(set)), patience)
      .toSatisfy((name: string) => [second, third].includes(name));
    await settled(
      set,
      cacheInstances.map((name) => (name === last ? "master" : "slave up")),
    );
    // Killed in the middle of a handover they may choose another, and do after half a minute.
    await expect.poll(() => primariesNamed(set), patience).toEqual(cacheInstances.map(() => last));
    for (const name of cacheInstances)
      for (const program of ["redis", "sentinel"] as const) await set.down(name, program, "SIGKILL");
    for (const name of cacheInstances) await set.up(name, "redis");
    for (const name of cacheInstances) await set.up(name, "sentinel");
    await settled(
      set,
      cacheInstances.map((name) => (name === last ? "master" : "slave up")),
    );
    await expect
      .poll(
        () =>
          client(set)
            .then((each) => each.send("GET", "kept"))
            .catch(String),
        patience,
      )
      .toBe("1");
  });

  test("refuses writes while its primary is alone, and takes them when one replica is back", async () => {
    const set = await allKnown();
    await (await client(set)).send("SET", "kept", 1);
    for (const name of [second, third]) await set.down(name, "redis", "SIGKILL");
    await expect.poll(() => refused(set), patience).toContain("NOREPLICAS");
    expect(await (await client(set)).send("GET", "kept")).toBe("1");
    await set.up(second, "redis");
    await expect.poll(() => refused(set), patience).toBe("OK");
  });

  test("fills an instance anew that lost its volume, and counts its sentinel once", async () => {
    const set = await allKnown();
    await (await client(set)).send("SET", "kept", 1);
    for (const program of ["redis", "sentinel"] as const) await set.down(third, program, "SIGKILL");
    set.loseVolume(third);
    await set.up(third, "sentinel");
    await set.up(third, "redis");
    await settled(set, ["master", "slave up", "slave up"]);
    await expect.poll(() => othersKnown(set), patience).toEqual([2, 2, 2]);
    expect(await sentinelsKnow(set)).toBe(3);
  });

  test("lets the proxy ask who is primary and nothing else, and nobody else in without a password", async () => {
    const set = await allKnown();
    const asProxy = async (program: "redis" | "sentinel") => {
      const each = await set.direct(first, "proxy", program);
      return (command: string) => each.send(...command.split(" "));
    };
    const [server, sentinel] = [await asProxy("redis"), await asProxy("sentinel")];
    for (const command of [
      "GET a",
      "SET a 1",
      "INFO",
      "CONFIG GET *",
      "CLIENT LIST",
      "ACL LIST",
      "SUBSCRIBE c",
    ])
      await expect(server(command), command).rejects.toThrow("NOPERM");
    for (const command of [
      "SENTINEL FAILOVER cache",
      "SENTINEL SENTINELS cache",
      "SENTINEL RESET *",
      "INFO",
      "SHUTDOWN",
    ])
      await expect(sentinel(command), command).rejects.toThrow("NOPERM");
    await expect(set.direct(first, "replica").then((each) => each.send("GET", "a"))).rejects.toThrow(
      "NOPERM",
    );
    await expect(set.direct(first, "sentinel").then((each) => each.send("GET", "a"))).rejects.toThrow(
      "NOPERM",
    );
  });

  test("does not take whoever copies it for a replica that may become primary", async () => {
    const set = await allKnown();
    const copying = await RedisClient.open(set.proxyPort);
    await copying.send("AUTH", redisBackup, ownPasswords.backup);
    await copying.send("REPLCONF", "rdb-only", "1");
    await copying.send("REPLCONF", "capa", "eof");
    void copying.send("PSYNC", "?", "-1").catch(() => undefined);
    // A sentinel asks a primary for its replicas each ten seconds.
    await sleep(12_000);
    const sentinel = await set.direct(second, "default", "sentinel");
    const replicas = (await sentinel.send("SENTINEL", "REPLICAS", "cache")) as readonly unknown[];
    copying.close();
    expect(replicas).toHaveLength(2);
  });
});
