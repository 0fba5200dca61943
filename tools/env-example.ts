import { writeFileSync } from "node:fs";
import { parseEnvironment } from "../config/parse-environment.ts";
import { configuredEnvironment } from "../config/stack-files.ts";
import { envExample } from "../rendering/env-example.ts";
import { systems } from "../systems/all.ts";

// Rewrites the template of every system's .env from its declaration.
for (const own of parseEnvironment(systems, "dev", configuredEnvironment("dev")).systems) {
  const file = `docs/systems/${own.system.name}.env.example`;
  writeFileSync(file, envExample(own));
  console.log(file);
}
