/** A configuration, as a file has it. */
export type Fields = Readonly<Record<string, unknown>>;

/** The path of every single value in a configuration. */
export function fieldsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => fieldsOf(inner, [...path, key]));
}

/** The configuration with another value in one field. */
export function withField(fields: Fields, [first = "", ...rest]: readonly string[], value: unknown): Fields {
  const inner = fields[first];
  const replaced = rest.length === 0 ? value : withField(inner as Fields, rest, value);
  if (!Array.isArray(fields)) return { ...fields, [first]: replaced };
  return Object.assign([...(fields as unknown[])], { [first]: replaced });
}
