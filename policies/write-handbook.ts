import { writeFileSync } from "node:fs";
import { handbook } from "./handbook.ts";
import { rules } from "./rules/catalogue.ts";

writeFileSync(new URL("../docs/policies.md", import.meta.url), handbook(rules));
