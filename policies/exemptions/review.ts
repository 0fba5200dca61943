import type { GivenExemption, StackConfiguration } from "../configuration/stack-configuration.ts";
import type { Violation } from "../judging/inspection.ts";
import type { Rule, RuleText, StackManifest } from "../judging/rule.ts";
import { endOf } from "./exemption.ts";

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
    judgeStack(stack, inspection) {
      inspection.applies();
      for (const exemption of configuration.exemptions) {
        if (exemption.standing === "holds") {
          inspection.report({ level: "advisory", ...reportOf(exemption, stack) });
        }
      }
    },
  };
}

function reportOf(exemption: GivenExemption, stack: readonly StackManifest[]): Violation {
  const { field, resource, reason, owner, expires, uses } = exemption;
  if (uses > 0) {
    const violations = `${uses} ${uses === 1 ? "violation" : "violations"}`;
    const problem = `keeps back ${violations} until ${expires}, for ${owner}: ${reason}`;
    return { subject: resource, field, problem };
  }
  const meant = exemption.named.length > 0 ? undefined : objectMeantBy(resource, stack);
  if (meant === undefined) {
    return { subject: resource, field, problem: "matches no violation", fix: "remove the exemption." };
  }
  const problem = `names no resource: Pulumi's own name counts, and ${meant.subject} has another one`;
  return {
    subject: resource,
    field: field.at("resource"),
    problem,
    fix: `write ${endOf(meant.urn) ?? meant.urn}.`,
  };
}

/** The object that is called so in the cluster, where the program calls it otherwise. */
function objectMeantBy(resource: string, stack: readonly StackManifest[]): StackManifest | undefined {
  const [type, ...name] = (endOf(resource) ?? resource).split("::");
  return stack.find(
    ({ urn, root }) =>
      endOf(urn)?.split("::")[0] === type && root.at("metadata", "name").knownText === name.join("::"),
  );
}
