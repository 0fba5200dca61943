import { mkdirSync, writeFileSync } from "node:fs";
import { cataloguePage } from "../rendering/catalogue.ts";
import { contractPage } from "../rendering/contract-page.ts";
import { systems } from "../systems/all.ts";

// Rewrites the page of every system from its declaration, and that of what a cluster must have.
mkdirSync("docs/systems", { recursive: true });
for (const system of systems) {
  const file = `docs/systems/${system.name}.md`;
  writeFileSync(file, cataloguePage(system));
  console.log(file);
}
writeFileSync("docs/cluster-contract.md", contractPage(systems));
console.log("docs/cluster-contract.md");
