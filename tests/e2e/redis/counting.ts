import { setTimeout as sleep } from "node:timers/promises";
import type { RedisClient } from "./redis-client.ts";

/** What befell a client that counted without a pause. */
export interface Counted {
  /** Counts that Redis confirmed. */
  readonly confirmed: number;
  /** The longest time between two that it confirmed, in seconds. */
  readonly longestGap: number;
}

/** A client that adds one to a count without a pause, and comes anew whenever it fails: each confirmed count under a key of its own. */
export class Counting {
  readonly confirmed: string[] = [];
  #longest = 0;
  #last = performance.now();
  #stopped = false;
  readonly #done: Promise<void>;

  constructor(connect: () => Promise<RedisClient>) {
    this.#done = this.#count(connect);
  }

  async #count(connect: () => Promise<RedisClient>): Promise<void> {
    let client: RedisClient | undefined;
    for (let index = 0; !this.#stopped; index += 1) {
      const key = `count:${index}`;
      try {
        client ??= await within(2000, connect());
        await within(2000, client.send("SET", key, 1));
        const now = performance.now();
        this.#longest = Math.max(this.#longest, now - this.#last);
        this.#last = now;
        this.confirmed.push(key);
      } catch {
        client?.close();
        client = undefined;
        await sleep(50);
      }
    }
    client?.close();
  }

  /** Waits until it has been confirmed so many more. */
  async more(counts: number): Promise<void> {
    const wanted = this.confirmed.length + counts;
    while (this.confirmed.length < wanted) await sleep(50);
  }

  async stop(): Promise<Counted> {
    this.#stopped = true;
    await this.#done;
    return { confirmed: this.confirmed.length, longestGap: this.#longest / 1000 };
  }

  /** How many of the confirmed ones are not there. */
  async lost(client: RedisClient): Promise<number> {
    let there = 0;
    for (let from = 0; from < this.confirmed.length; from += 500)
      there += Number(await client.send("EXISTS", ...this.confirmed.slice(from, from + 500)));
    return this.confirmed.length - there;
  }
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const late = sleep(milliseconds, undefined, { ref: false }).then(() => {
    throw new Error("no answer in time");
  });
  return Promise.race([work, late]);
}
