import { ifKnown } from "./field.ts";

/**
 * Many things by a key that they have: whoever looks for one asks the few with its key, and not all.
 * One whose key can't be known yet may have any, so it is among the candidates for each.
 */
export class Candidates<T> {
  readonly #byKey = new Map<unknown, T[]>();
  readonly #open: T[] = [];
  readonly #places: ReadonlyMap<T, number>;
  readonly #merged = new Map<unknown, readonly T[]>();

  /** @param keysOf The keys of one; nothing where it may have any. It may read what can't be known. */
  constructor(things: readonly T[], keysOf: (thing: T) => readonly unknown[] | undefined) {
    this.#places = new Map(things.map((thing, place) => [thing, place]));
    for (const thing of things) {
      const keys = ifKnown(() => keysOf(thing))?.value;
      if (keys === undefined) this.#open.push(thing);
      else for (const key of new Set(keys)) this.#withKey(key).push(thing);
    }
  }

  /** Those that may have the key, in their own order. */
  of(key: unknown): readonly T[] {
    const certain = this.#byKey.get(key);
    if (certain === undefined) return this.#open;
    if (this.#open.length === 0) return certain;
    const merged =
      this.#merged.get(key) ??
      [...certain, ...this.#open].sort((a, b) => this.#placeOf(a) - this.#placeOf(b));
    this.#merged.set(key, merged);
    return merged;
  }

  #withKey(key: unknown): T[] {
    const things = this.#byKey.get(key) ?? [];
    this.#byKey.set(key, things);
    return things;
  }

  #placeOf(thing: T): number {
    return this.#places.get(thing) ?? 0;
  }
}
