export type TomlValue = string | number | boolean | readonly string[] | TomlTable;
export interface TomlTable {
  readonly [key: string]: TomlValue;
}

/** The text of a TOML document. JSON's way to write a string, a number or a list of strings is TOML's too. */
export function toml(table: TomlTable, path: readonly string[] = []): string {
  const entries = Object.entries(table);
  const plain = entries.filter(([, value]) => !isTable(value));
  const lines = plain.map(([key, value]) => `${JSON.stringify(key)} = ${JSON.stringify(value)}\n`);
  const heading =
    path.length > 0 && plain.length > 0 ? `[${path.map((key) => JSON.stringify(key)).join(".")}]\n` : "";
  const tables = entries.flatMap(([key, value]) => (isTable(value) ? [toml(value, [...path, key])] : []));
  return heading + lines.join("") + tables.join("");
}

function isTable(value: TomlValue): value is TomlTable {
  return typeof value === "object" && !Array.isArray(value);
}
