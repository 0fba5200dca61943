import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { requireTest } from "./test-titles.ts";

/** A test, by its file below `tests/` and a part of its title that no other test of the file has. */
export type Assertion = readonly [file: string, title: string];

/** Why nothing here can hold a row, and the page that says what is to be done about it instead. */
export interface Elsewhere {
  readonly elsewhere: string;
  /** Path of the page, which names the row. @default there is nothing to be done here */
  readonly page?: string;
}

/** What holds each row of the requirements. */
export type RowTable = Readonly<Record<string, readonly (Assertion | Elsewhere)[]>>;

/** `HLT-01`, `HLT-02` and so on, from the first to the last. */
export const numbered = (prefix: string, last: number, first = 1): string[] =>
  Array.from(
    { length: last - first + 1 },
    (_, index) => `${prefix}-${String(first + index).padStart(2, "0")}`,
  );

const root = new URL("../../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

/** Tests that every row is held by a test that is there and runs, or by a page that names it. */
export function describeRows(what: string, wanted: readonly string[], rows: RowTable): void {
  const proofs = Object.entries(rows).flatMap(([row, held]) => held.map((proof) => ({ row, proof })));
  const elsewhere = proofs.flatMap(({ row, proof }) => ("elsewhere" in proof ? [{ row, ...proof }] : []));

  describe(what, () => {
    test("are all here, and no other", () => {
      expect(Object.keys(rows)).toEqual(wanted);
    });

    test("are each held by something", () => {
      expect(Object.keys(rows).filter((row) => rows[row]?.length === 0)).toEqual([]);
    });

    test.each(
      proofs.flatMap(({ row, proof }) =>
        "elsewhere" in proof ? [] : [{ row, file: proof[0], title: proof[1] }],
      ),
    )("$row is held by a test of $file that is there and runs: $title", ({ file, title }) => {
      requireTest(read(`tests/${file}`), title);
    });

    if (elsewhere.length > 0) {
      test("that are held elsewhere say where, and their page names them", () => {
        const unnamed = elsewhere.filter(({ row, page }) => page !== undefined && !read(page).includes(row));
        expect(unnamed).toEqual([]);
        expect(elsewhere.filter(({ elsewhere: where }) => where.length <= 20)).toEqual([]);
      });
    }
  });
}
