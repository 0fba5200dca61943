import type { EnforcementLevel } from "@pulumi/policy";
import { exemptionsInUse } from "../exemptions/review.ts";
import type { PolicyText } from "../judging/rule.ts";
import { levelReason } from "./level-reason.ts";
import { levelsOf } from "./levels.ts";
import { mendingOf } from "./nearest-name.ts";
import { entryOf, type Json } from "./policy-entry.ts";
import type { ConfigurationProblem } from "./problem.ts";
import { packConfiguration } from "./review.ts";

const ownPolicies = [packConfiguration.name, exemptionsInUse.name];
/** From what stops nothing to what stops most. What can't be mended is stopped at "remediate", too. */
const strictness: readonly (readonly EnforcementLevel[])[] = [
  ["disabled"],
  ["advisory"],
  ["mandatory", "remediate"],
];

/** What is wrong with the level of all policies. */
export function problemsOfAll(configuration: Json): readonly ConfigurationProblem[] {
  const { level, levelPath } = entryOf(configuration, "all");
  const unknown = unknownLevel(levelPath, level);
  if (unknown.length > 0 || level !== "disabled") {
    return unknown;
  }
  const silent = ownPolicies.filter((name) => entryOf(configuration, name).level === undefined);
  const fix = silent.map((name) => `"${name}": "mandatory"`).join(" and ");
  return silent.length === 0
    ? []
    : [
        {
          path: levelPath,
          value: level,
          problem: `switches off ${silent.join(" and ")} too, which watch over the others and over exemptions`,
          fix: `add ${fix}.`,
        },
      ];
}

/**
 * What is wrong with the level that a policy has in a stack, by its own entry or by that of all.
 * @param isProtected Whether the stack is.
 */
export function problemsOfLevel(
  policy: PolicyText,
  configuration: Json,
  isProtected: boolean,
): readonly ConfigurationProblem[] {
  const { level, levelPath, parameters } = entryOf(configuration, policy.name);
  if (level !== undefined) {
    const unknown = unknownLevel(levelPath, level, policy);
    if (unknown.length > 0) return unknown;
  }
  const all = entryOf(configuration, "all");
  const own = policy.level ?? "mandatory";
  const inForce = level ?? all.level ?? own;
  const at = { path: level === undefined ? all.levelPath : levelPath, value: inForce };
  const strict = strictnessOf(inForce);
  if (isProtected && strict !== undefined) {
    if (policy.severity === "critical" && strict < strictnessOf("mandatory")) {
      const problem = `is the level of ${policy.name}, which is critical, in a protected stack`;
      return [{ ...at, problem, fix: `give ${policy.name} the level mandatory.` }];
    }
    if (policy.name === exemptionsInUse.name && inForce === "disabled") {
      const problem = `hides the exemptions of a protected stack, as the level of ${policy.name}`;
      return [{ ...at, problem, fix: `give ${policy.name} the level mandatory: it stops nothing.` }];
    }
  }
  const isLowered = typeof level === "string" && strict !== undefined && strict < strictnessOf(own);
  return isLowered && parameters[levelReason] === undefined
    ? [
        {
          ...at,
          problem: `is lower than ${own}, which is the level of ${policy.name} by itself, and nothing says why`,
          fix: `write { "enforcementLevel": "${level}", "${levelReason}": "…" } with the reason.`,
        },
      ]
    : [];
}

function unknownLevel(path: string, value: unknown, policy?: PolicyText): readonly ConfigurationProblem[] {
  const levels = levelsOf(policy);
  return levels.some((level) => level === value)
    ? []
    : [
        {
          path,
          value,
          problem: "is no level that it can have",
          fix: typeof value === "string" ? mendingOf(value, levels) : `write one of ${levels.join(", ")}.`,
        },
      ];
}

/** undefined for what is no level, which is told of elsewhere. */
function strictnessOf(level: EnforcementLevel): number;
function strictnessOf(level: unknown): number | undefined;
function strictnessOf(level: unknown): number | undefined {
  const place = strictness.findIndex((levels) => levels.some((each) => each === level));
  return place < 0 ? undefined : place;
}
