import type { Inspection, Violation } from "../judging/inspection.ts";
import type { Rule, RuleText } from "../judging/rule.ts";
import { entryField } from "./entry-field.ts";
import type { Standing } from "./exemption-standing.ts";
import { mendingOf } from "./nearest-name.ts";
import { longestExemption, packParameters } from "./pack-parameters.ts";
import { parametersOf } from "./policy-parameters.ts";
import type { GivenExemption, StackConfiguration } from "./stack-configuration.ts";

const subject = "The stack's policy configuration";

export const packConfiguration: RuleText = {
  name: "pack-configuration",
  displayName: "The policies' own configuration",
  description:
    "Every parameter is one that its policy has. Every exemption names one resource and has a date that has not passed and is not too far off, and in a protected stack none is from a critical policy. An exemption that does not hold fails the run at any level.",
  severity: "high",
  tags: ["policies"],
  why: "A misspelt parameter changes nothing, and an exemption whose date has passed no longer holds, whoever relies on it.",
  fix: "correct the entry.",
  remediation: [
    "Correct the entry at the path that the message names.",
    "An exemption whose date has passed: mend the resource and remove the exemption, or have its owner give a later date and the reason for it.",
    "An exemption whose type and name are those of several resources: write the URN of the one that is meant.",
    "An exemption that is forbidden: mend the resource; in a protected stack there is no leave to break a critical policy.",
  ],
  parameters: packParameters,
  takesExemptions: false,
};

/** Holds a stack's policy configuration to what the engine does not ask of it. */
export function configurationReview(configuration: StackConfiguration): Rule {
  return {
    ...packConfiguration,
    judgeStack(_stack, inspection) {
      inspection.applies();
      for (const { policy, configured } of configuration.entries) {
        reportUnknownParameters(policy, configured, inspection);
      }
      for (const exemption of configuration.exemptions) {
        reportStanding(exemption, inspection);
      }
    },
  };
}

function reportUnknownParameters(
  policy: RuleText,
  configured: Readonly<Record<string, unknown>>,
  { report }: Inspection,
): void {
  const known = Object.keys(parametersOf(policy));
  for (const key of Object.keys(configured).filter((each) => !known.includes(each))) {
    const field = entryField(policy.name, configured, key);
    report({ subject, field, problem: `is no parameter of ${policy.name}`, fix: mendingOf(key, known) });
  }
}

/** Whatever the level: what somebody relies on no longer holds. */
function reportStanding(exemption: GivenExemption, { report }: Inspection): void {
  if (exemption.standing !== "holds") {
    const { field, standing } = exemption;
    const keys = { "is forbidden": [], "is of several": ["resource"] } as const;
    const key: readonly string[] = standing in keys ? keys[standing as keyof typeof keys] : ["expires"];
    report({ subject, field: field.at(...key), level: "mandatory", ...wrongWith(exemption, standing) });
  }
}

function wrongWith(
  { expires, owner, resource, longest, named }: GivenExemption,
  standing: Exclude<Standing, "holds">,
): Pick<Violation, "problem" | "fix"> {
  switch (standing) {
    case "has expired":
      return {
        problem: `is ${expires}, which has passed; it is for ${resource}`,
        fix: `mend the resource and remove the exemption, or ask ${owner} for a later date.`,
      };
    case "has no date":
      return { problem: `is ${expires}, which is no day`, fix: "write a day as 2027-01-31." };
    case "is for too long":
      return {
        problem: `is ${expires}, more than ${longest} days ahead; it is for ${resource}`,
        fix: `write an earlier day, or raise ${longestExemption}.`,
      };
    case "is forbidden":
      return {
        problem: `exempts ${resource} from a critical policy in a protected stack`,
        fix: "mend the resource and remove the exemption.",
      };
    case "is of several":
      return {
        problem: `is ${resource}, which ${named.length} resources are: ${named.join(", ")}`,
        fix: "write the URN of the one that is meant.",
      };
  }
}
