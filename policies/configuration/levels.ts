import type { EnforcementLevel } from "@pulumi/policy";
import type { PolicyText } from "../judging/rule.ts";
import { packConfiguration } from "./review.ts";

const levels: readonly EnforcementLevel[] = ["advisory", "mandatory", "remediate", "disabled"];

/**
 * The levels that a policy can be given.
 * @param policy Leave it out for the level of all policies.
 */
export function levelsOf(policy?: PolicyText): readonly EnforcementLevel[] {
  return levels.filter(
    (level) =>
      policy === undefined ||
      (level === "remediate"
        ? policy.remedy !== undefined
        : // Without it the other policies would not know what is set for all of them.
          level !== "disabled" || policy.name !== packConfiguration.name),
  );
}
