import { readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redisContainerMemory } from "../../components/data/redis-memory.ts";
import { whyNoImages } from "./app/images.ts";
import { count, fill, info, startWriting, untilLogged } from "./redis/filling.ts";
import { asCache, declaredIn, password, RedisServers, small } from "./redis/redis-servers.ts";

const reason = whyNoImages();
if (reason !== undefined) console.log(`Redis is not filled and killed: ${reason}.`);

const seen: string[] = [];

describe.skipIf(reason !== undefined)(
  "the Redis of a stack that is full, killed or damaged, in a real Redis",
  () => {
    let servers: RedisServers;
    beforeAll(async () => {
      servers = await RedisServers.provided();
    });
    afterAll(async () => {
      await servers.remove();
      if (seen.length > 0) console.log(["Redis, full, killed or damaged:", ...seen].join("\n  "));
    });

    test("that holds counters refuses writes when it is full, and throws none of them away (CAC-04)", async () => {
      const server = await servers.start(small);
      const client = await server.client(password);
      const counters = Array.from({ length: 1000 }, (_, index) => `rate-limit:${index}`);
      for (const counter of counters) await client.send("SET", counter, 7, "EX", 900);
      await client.send("SET", "rate-limit:there", 7, "EX", 900);
      const written = await fill(client, small.memory.count * 2);
      expect(written.refused).toMatch(/^OOM command not allowed/);
      // Many at once took memory that is free again. One at a time fill the rest of it.
      await fill(client, small.memory.count, { each: 64, together: 1 });
      const add = (name: string): Promise<string | undefined> =>
        client.send("INCR", name).then(() => undefined, String);
      // What Redis uses for itself goes up and down, so a new counter and one that is there are asked for until both are refused.
      const refusals = async (index: number): Promise<string[]> => {
        const found = [await add(`rate-limit:${index}`), await add("rate-limit:there")];
        const refused = found.filter((refusal) => refusal !== undefined);
        return refused.length === found.length ? refused : refusals(index + 1);
      };
      const oom = expect.stringContaining("OOM command not allowed") as string;
      expect(await refusals(counters.length)).toEqual([oom, oom]);
      expect(await client.send("MGET", ...counters)).toEqual(counters.map(() => "7"));
      expect(await info(client, "evicted_keys")).toBe(0);
      await client.send("DEL", ...written.keys.slice(0, 100));
      expect(await client.send("INCR", "rate-limit:0")).toBe(8);
      expect(server.probe(password)).toBe(true);
    });

    test("that is a cache goes on when it is full, and throws away what was used longest ago", async () => {
      const server = await servers.start(asCache);
      const client = await server.client(password);
      const early = Array.from({ length: 100 }, (_, index) => `early:${index}`);
      for (const key of early) await client.send("SET", key, "x".repeat(4096));
      // Redis knows by whole seconds how long a key was not used.
      await expect
        .poll(() => client.send("OBJECT", "IDLETIME", early.at(-1) ?? ""), { timeout: 20_000 })
        .toBeGreaterThanOrEqual(2);
      const written = await fill(client, asCache.memory.count * 3);
      expect(written.refused).toBeUndefined();
      expect(await info(client, "evicted_keys")).toBeGreaterThan(0);
      expect(await info(client, "used_memory")).toBeLessThan(asCache.memory.count * 1.05);
      expect(await client.send("EXISTS", written.keys.at(-1) ?? "")).toBe(1);
      // It looks at a few keys at a time. Were they taken as they come, a dozen would be left.
      expect(Number(await client.send("EXISTS", ...early))).toBeLessThan(3);
    });

    test("that holds counters is killed and comes back with every write that it confirmed", async () => {
      const server = await servers.start(small);
      const client = await server.client(password);
      let confirmed = 0;
      const writing = (async () => {
        for (;;) confirmed = Number(await client.send("INCR", "rate-limit:a"));
      })().catch(() => undefined);
      const tester = await server.tester();
      await expect.poll(() => confirmed, { timeout: 120_000 }).toBeGreaterThan(1000);
      // Its log is synced when a second begins, and what is confirmed until then is not all in the file. It is killed apart from that.
      do await sleep(1500 - (Date.now() % 1000));
      while ((await info(tester, "aof_pending_bio_fsync")) > 0);
      await server.down("SIGKILL");
      await writing;
      const seconds = await server.secondsUntilReady(password);
      const found = Number(await (await server.client(password)).send("GET", "rate-limit:a"));
      expect(found).toBeGreaterThanOrEqual(confirmed);
      // The one that was on its way when it was killed.
      expect(found).toBeLessThanOrEqual(confirmed + 1);
      seen.push(
        `killed after ${confirmed} confirmed writes: back in ${seconds.toFixed(2)} s, 0 of them lost`,
      );
    });

    test("with a log whose last write was cut off comes back with all before it, as after a loss of power", async () => {
      const server = await servers.start(small);
      const client = await server.client(password);
      for (let index = 0; index < 1000; index += 1) await client.send("SET", `count:${index}`, index);
      await untilLogged(client);
      await server.down("SIGKILL");
      const log = server.logFile();
      truncateSync(log, statSync(log).size - 5);
      await server.secondsUntilReady(password);
      const again = await server.client(password);
      expect(await again.send("DBSIZE")).toBe(999);
      expect(await again.send("GET", "count:998")).toBe("998");
      expect(server.log()).toMatch(/Truncating the AOF|truncated/i);
    });

    test("with a log that is damaged inside does not start, and says which file", async () => {
      const server = await servers.start(small);
      const client = await server.client(password);
      for (let index = 0; index < 1000; index += 1) await client.send("SET", `count:${index}`, index);
      await untilLogged(client);
      await server.down("SIGKILL");
      const log = server.logFile();
      const content = readFileSync(log);
      const middle = Math.floor(content.length / 2);
      content.fill("#", middle, middle + 64);
      writeFileSync(log, content);
      // It listens before it reads its log, and then ends.
      await server.up().catch(() => undefined);
      await expect.poll(() => server.log(), { timeout: 60_000 }).toMatch(/Bad file format.*appendonly\.aof/);
      expect(server.probe(password)).toBe(false);
    });

    test("that is a cache comes back warm after an orderly end, and from its last snapshot after a kill", async () => {
      const server = await servers.start(asCache);
      await (await server.client(password)).send("SET", "early", "1");
      await server.down("SIGTERM");
      await server.secondsUntilReady(password);
      const client = await server.client(password);
      expect(await client.send("GET", "early")).toBe("1");
      await client.send("SET", "late", "1");
      await server.down("SIGKILL");
      await server.secondsUntilReady(password);
      expect(await (await server.client(password)).send("MGET", "early", "late")).toEqual(["1", null]);
    });

    test("stays below its container's limit while a full one is written to disk and changes meanwhile", async () => {
      const server = await servers.start(small);
      const client = await server.client(password);
      const { keys } = await fill(client, small.memory.count * 2);
      await client.send("DEL", ...keys.slice(0, 2000));
      const kept = keys.slice(2000);
      const tester = await server.tester();
      // Slow enough for all of it to change.
      await tester.send("CONFIG", "SET", "rdb-key-save-delay", 200);
      let most = 0;
      for (const command of ["BGSAVE", "BGREWRITEAOF"] as const) {
        await startWriting(tester, command);
        let round = 0;
        do {
          round += 1;
          await Promise.all(kept.map((key) => client.send("SETRANGE", key, 0, String(round))));
          most = Math.max(most, server.memory());
        } while (
          /rdb_bgsave_in_progress:1|aof_rewrite_(in_progress|scheduled):1/.test(
            String(await client.send("INFO")),
          )
        );
      }
      const limit = redisContainerMemory(small.memory);
      expect(most).toBeGreaterThan(small.memory.count);
      expect(most).toBeLessThan(limit.count);
      const mebi = (count: number): string => (count / 1024 ** 2).toFixed(0);
      seen.push(
        `${small.memory} of data, written to disk while all of it changed: ${mebi(most)} MiB of the ${limit} limit`,
      );
    });

    test("comes back with a full memory of counters before its start probe gives up", async () => {
      const odd = declaredIn("odd-scenes");
      const server = await servers.start(odd);
      const client = await server.client(password);
      const counters = await count(client);
      await untilLogged(client);
      await server.down("SIGKILL");
      const seconds = await server.secondsUntilReady(password);
      expect(await (await server.client(password)).send("DBSIZE")).toBe(counters);
      expect(seconds).toBeLessThan(60);
      seen.push(`${odd.memory} full of ${counters} counters, killed: ready again in ${seconds.toFixed(2)} s`);
    });
  },
);
