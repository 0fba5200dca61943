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

/** What each sentinel answers to a question about the cache, in order. One that refuses answers with why. */
const answers = (set: ReplicatedRedis, question: string): Promise<readonly unknown[]> =>
  Promise.all(
    cacheInstances.map(async (name) => {
      const sentinel = await set.direct(name, "default", "sentinel");
      const told: unknown = await sentinel.send("SENTINEL", question, "cache").catch(String);
      sentinel.close();
      return told;
    }),
  );

/** How many other sentinels each one knows, whether they are up or not, in order. */
export const othersKnown = async (set: ReplicatedRedis): Promise<readonly number[]> =>
  (await answers(set, "SENTINELS")).map((others) => (Array.isArray(others) ? others.length : 0));

/** Whom each sentinel takes for the primary, in order. They hear of a new one after each other. */
export const primariesNamed = async (set: ReplicatedRedis): Promise<readonly string[]> =>
  (await answers(set, "GET-MASTER-ADDR-BY-NAME")).map((address) =>
    Array.isArray(address) ? String(address[0]) : "none",
  );

/** The fewest sentinels that any of them can count on, itself among them. */
export const sentinelsKnow = async (set: ReplicatedRedis): Promise<number> =>
  Math.min(
    ...(await answers(set, "CKQUORUM")).map((told) => Number(/(\d+) usable/.exec(String(told))?.[1] ?? 0)),
  );

/** The instance that says it is the primary; "none" where there is none. */
export const primaryOf = async (set: ReplicatedRedis): Promise<string> =>
  cacheInstances[(await roles(set)).indexOf("master")] ?? "none";
