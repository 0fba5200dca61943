import type { GivenExemption, StackConfiguration } from "../configuration/stack-configuration.ts";
import type { Violation } from "../judging/inspection.ts";
import type { Rule, RuleText } from "../judging/rule.ts";

export const exemptionsInUse: RuleText = {
  name: "exemptions-in-use",
  displayName: "Exemptions in use",
  description:
    "Every run lists the exemptions that hold, and those that match nothing. It is advice at any level.",
  severity: "low",
  tags: ["policies"],
  why: "An exemption is a risk that somebody took on for a time, and must not be forgotten.",
  fix: "mend the resource and remove the exemption before its date.",
  remediation: [
    "Mend the resource, and remove the exemption from the stack's policy configuration.",
    "Remove an exemption that matches nothing: the resource is gone, is called otherwise, or keeps to the policy by now.",
  ],
  takesExemptions: false,
};

/** Lists a stack's exemptions, after all policies have judged. */
export function exemptionsReview(configuration: StackConfiguration): Rule {
  return {
    ...exemptionsInUse,
    judgeStack(_stack, inspection) {
      inspection.applies();
      for (const exemption of configuration.exemptions) {
        if (exemption.standing === "holds") {
          inspection.report({ level: "advisory", ...reportOf(exemption) });
        }
      }
    },
  };
}

function reportOf({ field, resource, reason, owner, expires, uses }: GivenExemption): Violation {
  return uses === 0
    ? { subject: resource, field, problem: "matches no violation", fix: "remove the exemption." }
    : {
        subject: resource,
        field,
        problem: `keeps back ${uses} ${uses === 1 ? "violation" : "violations"} until ${expires}, for ${owner}: ${reason}`,
      };
}
