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

/** How many other sentinels each one knows, whether they are up or not, in order. */
export function othersKnown(set: ReplicatedRedis): Promise<readonly number[]> {
  return Promise.all(
    cacheInstances.map(async (name) => {
      const sentinel = await set.direct(name, "default", "sentinel");
      const others = (await sentinel.send("SENTINEL", "SENTINELS", "cache")) as readonly unknown[];
      sentinel.close();
      return others.length;
    }),
  );
}

/** Whom each sentinel takes for the primary, in order. They hear of a new one after each other. */
export function primariesNamed(set: ReplicatedRedis): Promise<readonly string[]> {
  return Promise.all(
    cacheInstances.map(async (name) => {
      const sentinel = await set.direct(name, "default", "sentinel");
      const told = (await sentinel.send("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "cache")) as readonly string[];
      sentinel.close();
      return told[0] ?? "none";
    }),
  );
}

/** The fewest sentinels that any of them can count on, itself among them. */
export async function sentinelsKnow(set: ReplicatedRedis): Promise<number> {
  const counts = cacheInstances.map(async (name) => {
    const sentinel = await set.direct(name, "default", "sentinel");
    const told = await sentinel.send("SENTINEL", "CKQUORUM", "cache").catch(String);
    sentinel.close();
    return Number(/(\d+) usable/.exec(String(told))?.[1] ?? 0);
  });
  return Math.min(...(await Promise.all(counts)));
}

/** The instance that says it is the primary; "none" where there is none. */
export const primaryOf = async (set: ReplicatedRedis): Promise<string> =>
  cacheInstances[(await roles(set)).indexOf("master")] ?? "none";
