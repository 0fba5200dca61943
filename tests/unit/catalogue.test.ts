import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cataloguePage } from "../../rendering/catalogue.ts";
import { systems } from "../../systems/all.ts";

const pages = systems.map((system) => [system.name, system] as const);

test.each(pages)(
  "docs/systems/%s.md is what the declaration says; if not, run `make catalogue`",
  (name, system) => {
    const page = new URL(`../../docs/systems/${name}.md`, import.meta.url);
    expect(existsSync(page), `docs/systems/${name}.md is missing: run make catalogue`).toBe(true);
    expect(readFileSync(page, "utf8")).toBe(cataloguePage(system));
  },
);
