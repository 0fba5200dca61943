import { mkdirSync, writeFileSync } from "node:fs";
import { cataloguePage } from "../rendering/catalogue.ts";
import { systems } from "../systems/all.ts";

// Rewrites the page of every system from its declaration.
mkdirSync("docs/systems", { recursive: true });
for (const system of systems) {
  const file = `docs/systems/${system.name}.md`;
  writeFileSync(file, cataloguePage(system));
  console.log(file);
}
