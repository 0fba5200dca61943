import type { Field } from "./field.ts";

/**
 * Sets a field of an object in place, and makes the objects on the way to it that are missing.
 * @returns Whether it could: not where something else stands on the way.
 */
export function setField(owner: Field, keys: readonly string[], value: unknown): boolean {
  let at: unknown = owner.value;
  for (const [index, key] of keys.entries()) {
    if (typeof at !== "object" || at === null || Array.isArray(at)) {
      return false;
    }
    const object = at as Record<string, unknown>;
    if (index === keys.length - 1) {
      object[key] = value;
    } else {
      object[key] ??= {};
      at = object[key];
    }
  }
  return true;
}
