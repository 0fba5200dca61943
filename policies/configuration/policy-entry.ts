export type Json = Readonly<Record<string, unknown>>;

/** What a stack's configuration says of one policy. */
export interface PolicyEntry {
  /** What was written; it may be no level at all. @default none was written */
  readonly level?: unknown;
  /** Where the level stands, or would. */
  readonly levelPath: string;
  readonly parameters: Json;
}

/** A policy's entry, be it written as a level alone or as an object. */
export function entryOf(configuration: Json, name: string): PolicyEntry {
  const entry = configuration[name];
  if (!isObject(entry)) {
    return { ...(entry !== undefined && { level: entry }), levelPath: name, parameters: {} };
  }
  const { enforcementLevel, ...parameters } = entry;
  return {
    ...(enforcementLevel !== undefined && { level: enforcementLevel }),
    levelPath: `${name}.enforcementLevel`,
    parameters,
  };
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
