import { setTimeout as sleep } from "node:timers/promises";

/** How long to wait for something, and how often to look. Milliseconds. */
export interface Patience {
  /** @default 180 000 */
  readonly within?: number;
  /** @default 500 */
  readonly every?: number;
}

/**
 * Asks until the answer is something, and returns it.
 * @throws Error with what was waited for, and the last error of asking.
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  { within = 180_000, every = 500 }: Patience = {},
): Promise<T> {
  const deadline = performance.now() + within;
  let lastError: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() > deadline) {
      const last = lastError instanceof Error ? `, at last: ${lastError.message}` : "";
      throw new Error(`${what}: not within ${within / 1000} s${last}`, { cause: lastError });
    }
    await sleep(every);
  }
}
