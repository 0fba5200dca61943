import { linkOf, type Rule } from "./judging/rule.ts";

/** The page of the policies, from the same text that violations are made of. */
export function handbook(rules: readonly Rule[]): string {
  return [introduction(rules), ...rules.map(chapter)].join("\n\n") + "\n";
}

function introduction(rules: readonly Rule[]): string {
  return [
    "# Policies",
    "What a stack is held to before anything of it reaches a cluster. The levels and parameters of each stack are in `policies/config/<stack>.json`; `pulumi preview --policy-pack policies --policy-pack-config policies/config/<stack>.json` applies them.",
    "This page is made from the rules themselves: change a rule in `policies/rules/`, then run `node policies/write-handbook.ts`.",
    rules
      .map((rule) => `- [${rule.name}](${linkOf(rule).replace(/^.*#/, "#")}): ${rule.description}`)
      .join("\n"),
  ].join("\n\n");
}

function chapter(rule: Rule): string {
  return [
    `## ${rule.name}`,
    rule.description,
    `**Why.** ${rule.why}`,
    `**How to fix it.** ${sentence(rule.fix)}`,
    rule.remediation.map((step, index) => `${index + 1}. ${step}`).join("\n"),
    ...parametersOf(rule),
    `Severity: ${rule.severity}. Level where a stack says none: ${rule.level ?? "mandatory"}. Tags: ${rule.tags.join(", ")}.${frameworkOf(rule)}`,
  ].join("\n\n");
}

function parametersOf({ parameters }: Rule): readonly string[] {
  if (parameters === undefined) {
    return [];
  }
  const lines = Object.entries(parameters).map(
    ([name, parameter]) =>
      `- \`${name}\`: ${parameter.description} Default: \`${JSON.stringify(parameter.default)}\`.`,
  );
  return ["Parameters:", lines.join("\n")];
}

function frameworkOf({ framework }: Rule): string {
  return framework === undefined
    ? ""
    : ` Part of the [${framework.name}](${framework.reference}) ${framework.version}: ${framework.specification}.`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
