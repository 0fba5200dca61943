import type { Seen } from "./look.ts";
import type { Reading, Signal } from "./signal.ts";

/** So many looks in a row make a breach: one alone may be a request that came at a bad moment. */
export const looksInARow = 3;

/** A signal that was beyond what is allowed at the last look. */
export interface Breach {
  readonly signal: Signal;
  readonly reading: Reading;
  /** At how many looks in a row. */
  readonly looks: number;
}

/** What all looks so far have come to. */
export class Standing {
  readonly #rows = new Map<string, Breach>();
  readonly #neverTold: Map<string, Signal>;

  constructor(signals: readonly Signal[]) {
    this.#neverTold = new Map(signals.map((signal) => [signal.key, signal]));
  }

  /** Adds a look. One that nobody could tell anything at neither ends a row nor lengthens it. */
  add(seen: readonly Seen[]): void {
    for (const { signal, reading } of seen) {
      if (typeof reading === "string") continue;
      this.#neverTold.delete(signal.key);
      if (reading.isBreach)
        this.#rows.set(signal.key, {
          signal,
          reading,
          looks: (this.#rows.get(signal.key)?.looks ?? 0) + 1,
        });
      else this.#rows.delete(signal.key);
    }
  }

  /** Those beyond what is allowed. */
  get breaches(): readonly Breach[] {
    return [...this.#rows.values()];
  }

  /** Those for long enough to take the release back. */
  get sustained(): readonly Breach[] {
    return this.breaches.filter(({ looks }) => looks >= looksInARow);
  }

  /** Those of which no look has known anything. */
  get neverTold(): readonly Signal[] {
    return [...this.#neverTold.values()];
  }
}
