import { packConfiguration } from "./configuration/review.ts";
import { exemptionsInUse } from "./exemptions/review.ts";
import type { PolicyText } from "./judging/rule.ts";
import { rules } from "./rules/catalogue.ts";

/** Every policy that the pack serves, in the order in which they judge: the rules, and its own two around them. */
export const policyTexts: readonly PolicyText[] = [packConfiguration, ...rules, exemptionsInUse];
