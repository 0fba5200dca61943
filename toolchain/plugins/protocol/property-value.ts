/** A value as the engine sends it to a plugin: JSON, with marked objects for what JSON cannot say. */
export type PropertyValue = null | boolean | number | string | PropertyValue[] | Properties;
export interface Properties {
  [key: string]: PropertyValue;
}

/** What stands for a value that a preview cannot know yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

export function isObject(value: PropertyValue | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isSecret(value: PropertyValue | undefined): value is Properties {
  return isObject(value) && value[SIGNATURE] === SECRET;
}

export function asSecret(value: PropertyValue): PropertyValue {
  return isSecret(value) ? value : { [SIGNATURE]: SECRET, value };
}

/** The value without its secret marks, at any depth. */
export function reveal(value: PropertyValue): PropertyValue {
  if (isSecret(value)) return reveal(value["value"] ?? null);
  if (Array.isArray(value)) return value.map(reveal);
  if (isObject(value)) return revealAll(value);
  return value;
}

export function revealAll(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, reveal(value)]));
}

/** The object under a key, empty where there is none; a secret mark around it is looked through. */
export function objectAt(properties: Properties, key: string): Properties {
  const value = properties[key];
  const plain = isSecret(value) ? value["value"] : value;
  return isObject(plain) ? plain : {};
}

/** A copy with the key's object changed; a secret mark around it stays. */
export function withObjectAt(
  properties: Properties,
  key: string,
  change: (value: Properties) => Properties,
): Properties {
  const changed = change(objectAt(properties, key));
  return { ...properties, [key]: isSecret(properties[key]) ? asSecret(changed) : changed };
}
