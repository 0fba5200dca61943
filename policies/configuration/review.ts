import type { Inspection } from "../judging/inspection.ts";
import type { Rule, RuleText } from "../judging/rule.ts";
import { entryField } from "./entry-field.ts";
import { mendingOf } from "./nearest-name.ts";
import { packParameters } from "./pack-parameters.ts";
import { parametersOf } from "./policy-parameters.ts";
import type { GivenExemption, StackConfiguration } from "./stack-configuration.ts";

const subject = "The stack's policy configuration";

export const packConfiguration: RuleText = {
  name: "pack-configuration",
  displayName: "The policies' own configuration",
  description:
    "Every parameter is one that its policy has. Every exemption has a date that has not passed, and in a protected stack none is from a critical policy.",
  severity: "high",
  tags: ["policies"],
  why: "A misspelt parameter changes nothing, and an exemption whose date has passed no longer holds, whoever relies on it.",
  fix: "correct the entry.",
  remediation: [
    "Correct the entry at the path that the message names.",
    "An exemption whose date has passed: mend the resource and remove the exemption, or have its owner give a later date and the reason for it.",
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

function reportStanding(exemption: GivenExemption, { report }: Inspection): void {
  const { field: place, standing, expires, owner, resource } = exemption;
  const field = standing === "is forbidden" ? place : place.at("expires");
  const wrong = {
    holds: undefined,
    "has expired": {
      problem: `is ${expires}, which has passed; it is for ${resource}`,
      fix: `mend the resource and remove the exemption, or ask ${owner} for a later date.`,
    },
    "has no date": { problem: `is ${expires}, which is no day`, fix: "write a day as 2027-01-31." },
    "is forbidden": {
      problem: `exempts ${resource} from a critical policy in a protected stack`,
      fix: "mend the resource and remove the exemption.",
    },
  }[standing];
  if (wrong !== undefined) {
    report({ subject, field, ...wrong });
  }
}
