import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { cacheInstances } from "../../../model/cache.ts";
import type { ReplicatedRedis } from "./replicated-redis.ts";

/** Sentinels find each other and agree within seconds, and on a machine that is busy within some more. */
export const patience = { timeout: 120_000 } as const;

/** What each instance says of itself, in order. */
const roles = (set: ReplicatedRedis): Promise<readonly string[]> =>
  Promise.all(
    cacheInstances.map((name) =>
      // One that stands still takes connections and answers nothing.
      Promise.race([set.role(name).catch(() => "away"), sleep(1000, "silent", { ref: false })]),
    ),
  );

/** Waits until each instance says what is expected of it. */
export async function settled(set: ReplicatedRedis, expected: readonly string[]): Promise<void> {
  await expect.poll(() => roles(set), patience).toEqual(expected);
}

const [, second = ""] = cacheInstances;

/** How many sentinels one of them can count on. */
export async function sentinelsKnow(set: ReplicatedRedis): Promise<number> {
  const client = await set.direct(second, "default", "sentinel");
  const told = await client.send("SENTINEL", "CKQUORUM", "cache");
  client.close();
  return Number(/(\d+) usable/.exec(String(told))?.[1]);
}

/** The instance that says it is the primary; "none" where there is none. */
export const primaryOf = async (set: ReplicatedRedis): Promise<string> =>
  cacheInstances[(await roles(set)).indexOf("master")] ?? "none";
