import { someField } from "../kubernetes/field.ts";
import { gives, isRole, type Right } from "../kubernetes/role.ts";
import { manifestRule } from "./manifest-rule.ts";
import type { Rule, RuleText } from "./rule.ts";

interface RightRule extends RuleText {
  readonly rights: readonly Right[];
  /** What is wrong with a rule that gives one, to be read after its path. */
  readonly problem: string;
}

/** A rule that no role may give some rights. */
export function rightRule({ rights, problem, ...text }: RightRule): Rule {
  return manifestRule({
    ...text,
    concerns: isRole,
    judgesParts: true,
    checks: [
      ({ root }, report, { attempt }) => {
        for (const rule of root.at("rules").items()) {
          attempt(() => {
            if (someField(rights, (right) => gives(rule, right))) {
              report(rule, problem);
            }
          });
        }
      },
    ],
  });
}
