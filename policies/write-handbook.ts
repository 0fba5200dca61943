import { writeFileSync } from "node:fs";
import { handbook } from "./handbook.ts";
import { policyTexts } from "./policy-texts.ts";

writeFileSync(new URL("handbook.md", import.meta.url), handbook(policyTexts));
