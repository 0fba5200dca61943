import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { dumpedDatabase } from "../../../components/backups/dumped-database.ts";
import { canary, canaryStatements } from "../../../components/data/migration/canary.ts";
import { migrationStatements } from "../../../components/data/migration/migration-statements.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";

test("the canary's checksum is that of its rows as PostgreSQL writes them, a line each", () => {
  // What psql says to: select c::text from slipway.canary c order by c::text collate "C"
  const rows = [
    '(1,"A line as most are, of letters and nothing else.")',
    '(2,"Grüße aus Zürich, 東京 and 🌊: more than a byte each.")',
    '(3,"It\'s ""quoted"", with a \\\\ and a ; in it.")',
    '(4,"Two lines,\nand a\ttabulator.")',
    '(5,"")',
    "(6,)",
  ];
  expect(canary.checksum).toBe(createHash("sha256").update(rows.join("\n")).digest("hex"));
});

test("the canary is written after the schema is there that it lies in, and before rights are given", () => {
  const { files, before } = migrationStatements({ bootstrap: [] }, { separate: true, made: false });
  expect(files["canary.sql"]).toBe(canaryStatements);
  expect(before).toEqual(["ledger.sql", "canary.sql", "grants.sql", "admit.sql"]);
});

test("a database that no migration of ours prepares has none to look for", () => {
  const environment = realEnvironment("production");
  const { system } = realSystem("production", "atlas-ux");
  const { migration, ...without } = system;
  expect(migration).toBeDefined();
  expect(dumpedDatabase(environment, { system })?.canary).toEqual(canary);
  expect(dumpedDatabase(environment, { system: without })).not.toHaveProperty("canary");
});
