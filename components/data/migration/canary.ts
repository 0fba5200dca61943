import { createHash } from "node:crypto";
import { ledgerSchema } from "../../../model/migration.ts";

/** A table whose rows never change, and what the backup program takes of them. */
export interface Canary {
  /** Schema and table. */
  readonly table: string;
  /** SHA-256 of its rows as PostgreSQL writes them, in the order of their bytes, joined by newlines. */
  readonly checksum: string;
}

/** Of what a dump or a restore may spoil: letters, quotes, ends of lines, and the difference between nothing and no value. */
const contents: readonly (string | undefined)[] = [
  "A line as most are, of letters and nothing else.",
  "Grüße aus Zürich, 東京 and 🌊: more than a byte each.",
  `It's "quoted", with a \\ and a ; in it.`,
  "Two lines,\nand a\ttabulator.",
  "",
  undefined,
];

/** As PostgreSQL writes a row. Each content is empty or has a space, so it stands in quotes; no value is nothing at all. */
const rowText = (content: string | undefined, index: number): string =>
  `(${index + 1},${content === undefined ? "" : `"${content.replaceAll(/["\\]/g, "$&$&")}"`})`;

const checksum = createHash("sha256")
  .update(
    contents
      .map((content, index) => Buffer.from(rowText(content, index)))
      .sort((one, other) => Buffer.compare(one, other))
      .map(String)
      .join("\n"),
  )
  .digest("hex");

/** The canary of every database that a migration of ours has prepared: what a drill finds in a dump that came back whole (BDR-10, BDR-11). */
export const canary: Canary = { table: `${ledgerSchema}.canary`, checksum };

const literal = (content: string | undefined): string =>
  content === undefined ? "null" : `'${content.replaceAll("'", "''")}'`;

/** Makes the canary where there is none, and gives it back the rows that it should have. It needs the ledger's schema. */
export const canaryStatements = `-- Rows that never change. A drill holds their checksum against the one that is declared, so that a dump which lost or changed
-- anything on its way is seen. Nobody reads them otherwise.

create table if not exists ${canary.table} (
  id integer primary key,
  content text
);

insert into ${canary.table} as kept (id, content) values
${contents.map((content, index) => `  (${index + 1}, ${literal(content)})`).join(",\n")}
  on conflict (id) do update set content = excluded.content
    where kept.content is distinct from excluded.content;

delete from ${canary.table} where id not between 1 and ${contents.length};
`;
