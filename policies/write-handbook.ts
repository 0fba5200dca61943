import { writeFileSync } from "node:fs";
import { handbook } from "./handbook.ts";
import { policyTexts } from "./policy-texts.ts";

writeFileSync(new URL("../docs/policies.md", import.meta.url), handbook(policyTexts));
