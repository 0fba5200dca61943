import { packConfiguration } from "./configuration/review.ts";
import { linkOf, type RuleText } from "./judging/rule.ts";
import type { Parameter } from "./judging/settings.ts";
import { snippetsOf } from "./rules/snippets.ts";

/** The page of the policies, from the same text that violations are made of. */
export function handbook(rules: readonly RuleText[]): string {
  return [introduction(rules), ...rules.map(chapter)].join("\n\n") + "\n";
}

function introduction(rules: readonly RuleText[]): string {
  return [
    "# Policies",
    "What a stack is held to before anything of it reaches a cluster. How to run the policies, set their levels and parameters, and exempt a resource for a time: [the pack](README.md). Violations, this page and the policy list are made from the same text.",
    "This page is made from the rules themselves: change a rule in `policies/rules/`, then run `node policies/write-handbook.ts`.",
    rules
      .map((rule) => `- [${rule.name}](${linkOf(rule).replace(/^.*#/, "#")}): ${rule.description}`)
      .join("\n"),
  ].join("\n\n");
}

function chapter(rule: RuleText): string {
  return [
    `## ${rule.name}`,
    rule.description,
    `**Why.** ${rule.why}`,
    `**How to fix it.** ${sentence(rule.fix)}`,
    ...exampleOf(rule),
    rule.remediation.map((step, index) => `${index + 1}. ${step}`).join("\n"),
    ...parameterListOf(rule),
    `Severity: ${rule.severity}. Level where a stack says none: ${rule.level ?? "mandatory"}. Tags: ${rule.tags.join(", ")}.${frameworkOf(rule)}`,
  ].join("\n\n");
}

function exampleOf({ name }: RuleText): readonly string[] {
  const lines = [...snippetsOf(name)].flatMap(([kind, snippet]) =>
    kind === "" ? [snippet] : [`# ${kind}`, snippet],
  );
  return lines.length === 0 ? [] : ["```\n" + lines.join("\n") + "\n```"];
}

function parameterListOf({ parameters }: RuleText): readonly string[] {
  if (parameters === undefined) {
    return [];
  }
  const lines = Object.entries(parameters).map(
    ([name, parameter]) => `- \`${name}\`: ${parameter.description} Default: ${defaultOf(parameter)}.`,
  );
  return ["Parameters:", lines.join("\n")];
}

function frameworkOf({ framework }: RuleText): string {
  return framework === undefined
    ? ""
    : ` Part of the [${framework.name}](${framework.reference}) ${framework.version}: ${framework.specification}.`;
}

function defaultOf(parameter: Parameter): string {
  return parameter.default === undefined
    ? `what [pack-configuration](#${packConfiguration.name}) sets`
    : `\`${JSON.stringify(parameter.default)}\``;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
