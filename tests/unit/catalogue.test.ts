import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cataloguePage } from "../../rendering/catalogue.ts";
import { systems } from "../../systems/all.ts";

test.each(systems)(
  "docs/systems/$name.md is what the declaration says; if not, run `make catalogue`",
  (system) => {
    const page = readFileSync(new URL(`../../docs/systems/${system.name}.md`, import.meta.url), "utf8");
    expect(page).toBe(cataloguePage(system));
  },
);
