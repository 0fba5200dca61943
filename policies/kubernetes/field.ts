import { isUnknownValue } from "../judging/unknown.ts";
import { shownKey } from "./shown-text.ts";

const plainKey = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * One place in a resource: its path, and its value once somebody reads it. Reading is put off because reading a
 * value that preview cannot know throws, and a rule must fail on the field it judges, never on a neighbour.
 */
export class Field {
  /** Where it is, for messages: without keys that may be secrets. */
  readonly path: string;
  readonly #read: () => unknown;
  #cached: { readonly value: unknown } | undefined;

  private constructor(path: string, read: () => unknown) {
    this.path = path;
    this.#read = read;
  }

  static root(value: unknown): Field {
    return new Field("", () => value);
  }

  get value(): unknown {
    this.#cached ??= { value: this.#read() };
    return this.#cached.value;
  }

  /** An explicit null is what a cleared field looks like, so it counts as not set. */
  get isSet(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** The value as text; undefined where it is anything else, or cannot be known yet. */
  get knownText(): string | undefined {
    const value = ifKnown(() => this.value)?.value;
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  at(...keys: readonly string[]): Field {
    return keys.reduce<Field>((field, key) => field.#child(key, stepTo(field.path, key)), this);
  }

  /** The elements of a list, unread, so that one unknown element hides none of the others. */
  items(): readonly Field[] {
    const list = this.value;
    if (!Array.isArray(list)) {
      return [];
    }
    return Array.from({ length: list.length }, (_, index) =>
      this.#child(String(index), `${this.path}[${index}]`),
    );
  }

  /** The fields of an object by name, unread. */
  entries(): readonly (readonly [string, Field])[] {
    const { value } = this;
    return isRecord(value) && !Array.isArray(value)
      ? Object.keys(value).map((key) => [key, this.at(key)])
      : [];
  }

  /** The fields of an object by name, unread; none where the object is nothing that can be known yet. */
  knownEntries(): readonly (readonly [string, Field])[] {
    return ifKnown(() => this.entries())?.value ?? [];
  }

  #child(key: string, path: string): Field {
    return new Field(path, () => {
      const value = this.value;
      // Own keys only: a label called "constructor" is not set merely because every object inherits one.
      return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    });
  }
}

/**
 * Whether some field, or whatever else is given, passes the test. An unknown one leaves the answer open only while no
 * known one passes, so `false` is certain; where it is not, the unknown value is raised.
 */
export function someField<T = Field>(fields: readonly T[], test: (field: T) => boolean): boolean {
  let unknown: Error | undefined;
  for (const field of fields) {
    try {
      if (test(field)) {
        return true;
      }
    } catch (error) {
      if (!isUnknownValue(error)) {
        throw error;
      }
      unknown ??= error;
    }
  }
  if (unknown !== undefined) {
    throw unknown;
  }
  return false;
}

/** What is read, or nothing where preview can't know it. */
export function ifKnown<T>(read: () => T): { readonly value: T } | undefined {
  try {
    return { value: read() };
  } catch (error) {
    if (isUnknownValue(error)) {
      return undefined;
    }
    throw error;
  }
}

/** The first that passes the test, known or not as in `someField`; undefined where certainly none does. */
export function findField<T = Field>(fields: readonly T[], test: (field: T) => boolean): T | undefined {
  let found: T | undefined;
  someField(fields, (field) => {
    const passes = test(field);
    found = passes ? field : undefined;
    return passes;
  });
  return found;
}

/** Whether all hold. One that certainly doesn't decides it, whatever can't be known of the others. */
export function allHold(...tests: readonly (() => boolean)[]): boolean {
  return !someField(tests, (holds) => !holds());
}

/** Whether some hold. One that certainly does decides it. */
export function anyHolds(...tests: readonly (() => boolean)[]): boolean {
  return someField(tests, (holds) => holds());
}

function stepTo(path: string, key: string): string {
  const shown = shownKey(key);
  if (!plainKey.test(shown)) {
    return `${path}[${JSON.stringify(shown)}]`;
  }
  return path === "" ? shown : `${path}.${shown}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
