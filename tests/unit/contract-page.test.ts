import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { contractPage } from "../../rendering/contract-page.ts";
import { systems } from "../../systems/all.ts";

test("docs/cluster-contract.md is what the contract says; if not, run `make catalogue`", () => {
  const page = new URL("../../docs/cluster-contract.md", import.meta.url);
  expect(readFileSync(page, "utf8")).toBe(contractPage(systems));
});
