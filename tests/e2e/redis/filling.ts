import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { RedisClient } from "./redis-client.ts";

/** Writes values until so many bytes are written, or until Redis refuses. */
export async function fill(
  client: RedisClient,
  bytes: number,
  { each = 4096, together = 500 } = {},
): Promise<{ readonly keys: readonly string[]; readonly refused?: string }> {
  const keys: string[] = [];
  for (let index = 0; index * each < bytes; index += together) {
    const names = Array.from({ length: together }, (_, more) => `filler:${each}:${index + more}`);
    const answers = await Promise.allSettled(names.map((key) => client.send("SET", key, "x".repeat(each))));
    keys.push(...names.filter((_, at) => answers[at]?.status === "fulfilled"));
    const refused = answers.find((answer) => answer.status === "rejected");
    if (refused) return { keys, refused: (refused.reason as Error).message };
  }
  return { keys };
}

/** Counts under ever more names, by a script as the gateway does, until Redis refuses; says under how many. */
export async function count(client: RedisClient): Promise<number> {
  const script = "for i = ARGV[1], ARGV[1] + 999 do redis.call('incr', 'rate-limit:' .. i) end";
  for (let from = 0; ; from += 1000) {
    try {
      await client.send("EVAL", script, 0, from);
    } catch (error) {
      expect(String(error)).toContain("OOM");
      return Number(await client.send("DBSIZE"));
    }
  }
}

/** A number that Redis says of itself. */
export const info = async (client: RedisClient, field: string): Promise<number> =>
  Number(new RegExp(`^${field}:(\\d+)`, "m").exec(String(await client.send("INFO", "ALL")))?.[1]);

/**
 * Waits until all that was confirmed is in the file that a Redis logs to. While that file is synced, as it is each second, Redis
 * confirms writes that it still keeps to itself.
 */
export async function untilLogged(client: RedisClient): Promise<void> {
  while ((await info(client, "aof_pending_bio_fsync")) + (await info(client, "aof_buffer_length")) > 0)
    await sleep(10);
}

/** Has a Redis write a file of its own, as soon as it writes none of its own accord. */
export async function startWriting(tester: RedisClient, command: "BGSAVE" | "BGREWRITEAOF"): Promise<void> {
  await expect.poll(() => tester.send(command), { timeout: 60_000 }).toMatch(/started|scheduled/);
}
