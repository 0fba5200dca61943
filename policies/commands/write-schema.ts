import { writeFileSync } from "node:fs";
import { configurationSchema } from "../configuration/schema.ts";
import { policyTexts } from "../policy-texts.ts";

const schema = JSON.stringify(configurationSchema(policyTexts), undefined, 2);
writeFileSync(new URL("../config.schema.json", import.meta.url), `${schema}\n`);
