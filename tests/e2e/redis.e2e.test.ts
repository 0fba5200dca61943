import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redisBackup, redisMonitor } from "../../components/data/redis-users.ts";
import { memoryOfConnection } from "../../model/cache.ts";
import { whyNoImages } from "./app/images.ts";
import { info } from "./redis/filling.ts";
import { ownPasswords } from "./redis/own-passwords.ts";
import { RedisClient, type Reply } from "./redis/redis-client.ts";
import {
  asCache,
  declared,
  declaredIn,
  password as first,
  RedisServers,
  small,
} from "./redis/redis-servers.ts";

const reason = whyNoImages();
if (reason !== undefined) console.log(`Redis is not tried: ${reason}.`);

const second = "thesecond";

const seen: string[] = [];

describe.skipIf(reason !== undefined)("the Redis of a stack, in a real Redis", () => {
  let servers: RedisServers;
  beforeAll(async () => {
    servers = await RedisServers.provided();
  });
  afterAll(async () => {
    await servers.remove();
    if (seen.length > 0) console.log(["Redis, with the configuration of the stacks:", ...seen].join("\n  "));
  });

  test.each(declared)("of $of starts as declared, and its probe finds it ready", async ({ cache }) => {
    const server = await servers.start(cache);
    expect(server.probe(first)).toBe(true);
    const monitor = await server.client(first, redisMonitor);
    const setting = async (name: string): Promise<Reply | undefined> =>
      ((await monitor.send("CONFIG", "GET", name)) as readonly Reply[])[1];
    expect(await setting("maxmemory")).toBe(String(cache.memory.count));
    expect(await setting("maxmemory-policy")).toBe(cache.purpose === "cache" ? "allkeys-lru" : "noeviction");
    expect(await setting("appendonly")).toBe(cache.purpose === "cache" ? "no" : "yes");
    expect(await setting("appendfsync")).toBe("everysec");
    expect(Number(await setting("maxclients"))).toBeGreaterThan(cache.connections);
    expect(server.log()).not.toMatch(/Fatal|Bad directive|wrong number of arguments/i);
    await server.down("SIGTERM");
  });

  test("asks for a password, and refuses a wrong one", async () => {
    const server = await servers.start(small);
    const nobody = await server.client("").catch(String);
    expect(nobody).toContain("WRONGPASS");
    await expect(server.client("wrong")).rejects.toThrow("WRONGPASS");
    await expect(server.client(first, "nobody")).rejects.toThrow("WRONGPASS");
    expect(server.probe("wrong")).toBe(false);
    const anonymous = await RedisClient.open(server.port);
    for (const command of [["GET", "a"], ["SET", "a", "b"], ["PING"], ["INFO"]])
      await expect(anonymous.send(...command)).rejects.toThrow("NOAUTH");
  });

  test("takes both passwords while one replaces the other, and then the new one alone", async () => {
    const server = await servers.start(small, [first]);
    await (await server.client(first)).send("SET", "kept", "1");
    await expect(server.client(second)).rejects.toThrow("WRONGPASS");
    const restart = async (passwords: readonly string[]): Promise<number> => {
      server.accept(small, passwords);
      const begun = performance.now();
      await server.down("SIGTERM");
      await server.secondsUntilReady(passwords[0] ?? "");
      return (performance.now() - begun) / 1000;
    };
    const seconds = await restart([first, second]);
    for (const password of [first, second]) {
      expect(await (await server.client(first)).send("GET", "kept")).toBe("1");
      expect(server.probe(password)).toBe(true);
    }
    await restart([second]);
    expect(await (await server.client(second)).send("GET", "kept")).toBe("1");
    await expect(server.client(first)).rejects.toThrow("WRONGPASS");
    seen.push(`a change of who is let in: away for ${seconds.toFixed(2)} s, no key lost`);
  });

  const dangerous = [
    ...["CONFIG GET dir", "CONFIG SET dir /tmp", "KEYS *", "FLUSHALL", "SHUTDOWN NOSAVE", "SAVE", "BGSAVE"],
    ...["BGREWRITEAOF", "REPLICAOF 127.0.0.1 1", "MONITOR", "DEBUG SLEEP 0", "MODULE LOAD x", "ACL LIST"],
    ...["ACL SETUSER x on", "CLIENT LIST", "CLIENT KILL ID 1", "MIGRATE 127.0.0.1 1 a 0 1", "SWAPDB 0 1"],
    ...["SLOWLOG GET", "PSYNC ? -1", "CLUSTER RESET", "RESTORE a 0 b"],
  ];
  // What clients of CRB and Odd Scenes and the gateway send: readiness, counts by script, transactions, expiry.
  const needed = [
    ...["PING", "INFO server", "CLIENT SETNAME web", "CLIENT ID", "SELECT 0", "SET a 1 EX 900", "GET a"],
    ...["INCR rate-limit:a", "PEXPIRE rate-limit:a 900000", "PTTL rate-limit:a", "SCAN 0", "MULTI", "EXEC"],
    ...["HSET h f 1", "ZADD z 1 a", "LPUSH l a", "SUBSCRIBE c", "UNSUBSCRIBE c"],
    ...["EVAL return(redis.call('incr',KEYS[1])) 1 rate:a", "SCRIPT LOAD return(1)", "DEL a"],
  ];

  test("lets an application do what it needs, and nothing dangerous", async () => {
    const server = await servers.start(small);
    const client = await server.client(first);
    for (const command of needed) await client.send(...command.split(" "));
    const other = await server.client(first);
    for (const command of [...dangerous, "FLUSHDB"])
      await expect(other.send(...command.split(" ")), command).rejects.toThrow(
        /^(NOPERM|ERR .* not allowed)/,
      );
    expect(await other.send("GET", "rate:a")).toBe("1");
  });

  test("lets an application clear what is a cache and nothing else (CAC-05)", async () => {
    const server = await servers.start(asCache);
    const client = await server.client(first);
    await client.send("SET", "a", "1");
    expect(await client.send("FLUSHDB")).toBe("OK");
    expect(await client.send("DBSIZE")).toBe(0);
    await expect(client.send("FLUSHALL")).rejects.toThrow("NOPERM");
  });

  test("lets who measures and who copies in by passwords of their own, which open nothing else", async () => {
    const server = await servers.start(small);
    const { monitor, backup } = ownPasswords;
    expect(await (await server.client(monitor, redisMonitor)).send("PING")).toBe("PONG");
    const copying = await server.client(backup, redisBackup);
    for (const command of ["GET a", "SET a 1", "SCAN 0", "INFO", "CONFIG GET *", "FLUSHALL", "SHUTDOWN"])
      await expect(copying.send(...command.split(" ")), command).rejects.toThrow("NOPERM");
    for (const [user, password] of [
      ["default", monitor],
      ["default", backup],
      [redisMonitor, backup],
      [redisBackup, monitor],
      // An application reads what it may read key by key, and takes no copy of all.
      [redisBackup, first],
    ] as const)
      await expect(server.client(password, user), `${user} with another's`).rejects.toThrow("WRONGPASS");
  });

  test("lets a monitor look, and read or change nothing", async () => {
    const server = await servers.start(small);
    await (await server.client(first)).send("SET", "a", "secret");
    const monitor = await server.client(ownPasswords.monitor, redisMonitor);
    // What the exporter sends.
    for (const command of [
      ...["CLIENT SETNAME redis_exporter", "INFO ALL", "CONFIG GET *", "SLOWLOG LEN", "SLOWLOG GET 1"],
      ...["LATENCY LATEST", "LATENCY HISTOGRAM", "DBSIZE", "CLIENT LIST", "PING"],
    ])
      await monitor.send(...command.split(" "));
    for (const command of [
      "GET a",
      "SET a 1",
      "SCAN 0",
      "EVAL return(1) 0",
      "CONFIG SET maxmemory 1",
      "FLUSHDB",
    ])
      await expect(monitor.send(...command.split(" ")), command).rejects.toThrow("NOPERM");
  });

  test("takes the connections that are declared, and each takes no more memory than is counted (CF-28)", async () => {
    const crb = declaredIn("crb-analyser");
    const server = await servers.start(crb);
    const tester = await server.tester();
    const before = await info(tester, "mem_clients_normal");
    const clients = await Promise.all(Array.from({ length: crb.connections }, () => server.client(first)));
    await Promise.all(clients.map((client) => client.send("SET", "a", "x".repeat(10_000))));
    const each = ((await info(tester, "mem_clients_normal")) - before) / clients.length;
    expect(each).toBeLessThan(memoryOfConnection);
    expect(server.probe(first)).toBe(true);
    const more = await Promise.allSettled(Array.from({ length: 100 }, () => server.client(first)));
    expect(more.some(({ status }) => status === "rejected")).toBe(true);
    for (const client of clients) client.close();
    seen.push(`${clients.length} connections at once: ${(each / 1024).toFixed(1)} KiB each`);
  });
});
