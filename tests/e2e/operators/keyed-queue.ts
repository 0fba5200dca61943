import { setTimeout as sleep } from "node:timers/promises";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/** Work by key: one at a time for each, again when it was added meanwhile, and later when it failed. */
export class KeyedQueue {
  readonly #running = new Map<string, Promise<void>>();
  readonly #again = new Set<string>();
  readonly #work: (key: string) => Promise<void>;
  readonly #signal: AbortSignal;
  readonly #failed: (key: string, error: unknown) => void;

  constructor(
    work: (key: string) => Promise<void>,
    signal: AbortSignal,
    failed: (key: string, error: unknown) => void,
  ) {
    this.#work = work;
    this.#signal = signal;
    this.#failed = failed;
  }

  add(key: string): void {
    this.#again.add(key);
    if (!this.#running.has(key)) this.#running.set(key, this.#drain(key));
  }

  async idle(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  async #drain(key: string): Promise<void> {
    let wait = FIRST_WAIT_MS;
    while (this.#again.delete(key) && !this.#signal.aborted) {
      try {
        await this.#work(key);
        wait = FIRST_WAIT_MS;
      } catch (error) {
        this.#failed(key, error);
        this.#again.add(key);
        await sleep(wait, undefined, { signal: this.#signal }).catch(() => undefined);
        wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      }
    }
    // Not a moment after the last look, or what is added between the two is never done.
    this.#running.delete(key);
  }
}
