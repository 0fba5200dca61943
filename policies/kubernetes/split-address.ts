import { type DatabaseAddress, databasesIn } from "./database-address.ts";
import type { Field } from "./field.ts";

/** A text by the name of what holds it: a variable, a key of a ConfigMap. */
export type NamedText = readonly [name: string | undefined, field: Field];

const host = /^(.*(?:DATABASE|DB|PG|POSTGRES(?:QL)?))_?HOST(?:NAME)?$/i;
const names = /^_?(?:DATABASE|DATABASE_NAME|DB|DBNAME|NAME)$/i;
/** Where something else is put in. */
const reference = /\$|\{\{/;

/** The databases that texts name in two parts: `DB_HOST` and `DB_NAME`, `PGHOST` and `PGDATABASE`. The field is the host's. */
export function splitAddressesIn(
  texts: readonly NamedText[],
  namespace: string,
): readonly { readonly field: Field; readonly address: DatabaseAddress }[] {
  return texts.flatMap(([name = "", field]) => {
    const [, prefix] = host.exec(name) ?? [];
    if (prefix === undefined) return [];
    const database = texts.find(
      ([other = ""]) => other.startsWith(prefix) && names.test(other.slice(prefix.length)),
    );
    const parts = [field.knownText, database?.[1].knownText];
    if (parts.some((part) => part === undefined || reference.test(part))) return [];
    return databasesIn(`postgres://${parts.join("/")}`, namespace).map((address) => ({ field, address }));
  });
}
