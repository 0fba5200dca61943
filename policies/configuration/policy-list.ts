import type { PolicyText } from "../judging/rule.ts";
import { levelReason } from "./level-reason.ts";
import { entryOf } from "./policy-entry.ts";
import { parametersOf } from "./policy-parameters.ts";

type Configuration = Readonly<Record<string, unknown>>;

/**
 * The policies as text for a terminal.
 * @param stacks What each stack's configuration says, by the stack's name.
 */
export function policyList(
  policies: readonly PolicyText[],
  stacks: ReadonlyMap<string, Configuration>,
): string {
  const lines = policies.flatMap((policy) => [
    `${policy.name} (${policy.severity})`,
    `  ${policy.displayName}. ${policy.description}`,
    `  levels: ${[["by default", byDefault(policy)], ...levelsIn(stacks, policy)].map((pair) => pair.join(" ")).join(", ")}${
      policy.remedy === undefined ? "" : "; it can remediate"
    }`,
    `  frameworks and tags: ${[...frameworksOf(policy), ...policy.tags].join(", ")}`,
    `  parameters: ${Object.keys(parametersOf(policy)).join(", ") || "none"}`,
  ]);
  return [...lines, `${policies.length} ${policies.length === 1 ? "policy" : "policies"}`, ""].join("\n");
}

function levelsIn(
  stacks: ReadonlyMap<string, Configuration>,
  policy: PolicyText,
): readonly (readonly [string, string])[] {
  return [...stacks].map(([stack, configuration]) => {
    const level = levelIn(configuration, policy.name) ?? levelIn(configuration, "all") ?? byDefault(policy);
    const reason = entryOf(configuration, policy.name).parameters[levelReason];
    return [stack, typeof reason === "string" ? `${level} (${reason})` : level];
  });
}

function byDefault({ level }: PolicyText): string {
  return level ?? "mandatory";
}

function levelIn(configuration: Configuration, name: string): string | undefined {
  const { level } = entryOf(configuration, name);
  return typeof level === "string" ? level : undefined;
}

function frameworksOf({ framework }: PolicyText): readonly string[] {
  return framework === undefined
    ? []
    : [`${framework.name} ${framework.version} (${framework.specification})`];
}
