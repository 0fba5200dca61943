import { exemptionsParameter, exemptionsSchema } from "../exemptions/exemption.ts";
import type { RuleText } from "../judging/rule.ts";
import type { Parameters } from "../judging/settings.ts";
import { levelReason, levelReasonSchema } from "./level-reason.ts";

/** All that a policy's entry may set besides its level: its own parameters, and what every policy takes. */
export function parametersOf({
  parameters,
  takesExemptions,
}: Pick<RuleText, "parameters" | "takesExemptions">): Parameters {
  return {
    ...parameters,
    ...(takesExemptions !== false && { [exemptionsParameter]: exemptionsSchema }),
    [levelReason]: levelReasonSchema,
  };
}
