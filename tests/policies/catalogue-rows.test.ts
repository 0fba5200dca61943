import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { catalogueRows, criticalRows, type CatalogueRow } from "../../policies/catalogue-rows.ts";
import { rules } from "../../policies/rules/catalogue.ts";

const counted = (mark: CatalogueRow["mark"]): number =>
  catalogueRows.filter((row) => row.mark === mark).length;
const rowsOf = (rule: string): readonly CatalogueRow[] =>
  catalogueRows.filter((row) => row.rules.includes(rule));

/** What the catalogue doesn't ask for. */
const ours = [
  "no-never-released-digest",
  "no-unseen-release",
  "one-system-per-database",
  "singleton-stays-single",
];

describe("the rows of the catalogue", () => {
  it("are all there, once each and in order", () => {
    expect(catalogueRows.map(({ row }) => row)).toEqual(Array.from({ length: 162 }, (_, index) => index + 1));
    expect({
      mandatory: counted("mandatory"),
      advisory: counted("advisory"),
      optional: counted("optional"),
    }).toEqual({ mandatory: 122, advisory: 31, optional: 9 });
  });

  it("are held by rules that exist or by a file that does, but for the optional ones", () => {
    const names = new Set(rules.map(({ name }) => name));
    const root = new URL("../../", import.meta.url);
    for (const { row, mark, rules: holders, heldBy } of catalogueRows) {
      expect(
        holders.filter((name) => !names.has(name)),
        `row ${row}`,
      ).toEqual([]);
      if (heldBy !== undefined) expect(existsSync(new URL(heldBy, root)), heldBy).toBe(true);
      expect(holders.length > 0 || heldBy !== undefined, `row ${row}`).toBe(mark !== "optional");
    }
  });

  it("that are critical are held by a rule that is, and no other rule is critical", () => {
    const critical = rules.filter(({ severity }) => severity === "critical").map(({ name }) => name);
    const held = catalogueRows.filter(
      ({ row, heldBy }) => criticalRows.includes(row) && heldBy === undefined,
    );
    expect(held).toHaveLength(criticalRows.length - 1);
    expect(
      held.filter((row) => !row.rules.some((name) => critical.includes(name))).map(({ row }) => row),
    ).toEqual([]);
    expect(critical.filter((name) => !held.some((row) => row.rules.includes(name)))).toEqual([]);
  });

  it.each(rules)("say of $name what its level is where a stack says none", ({ name, level }) => {
    const rows = rowsOf(name);
    expect(rows.length === 0).toBe(ours.includes(name));
    if (rows.length > 0)
      expect(level ?? "mandatory").toBe(
        rows.every(({ mark }) => mark === "advisory") ? "advisory" : "mandatory",
      );
  });
});
