import type { Field } from "../kubernetes/field.ts";
import { withoutSecrets } from "../kubernetes/shown-text.ts";
import { snippetFor } from "../rules/snippets.ts";
import type { Violation } from "./inspection.ts";
import { linkOf, type RuleText } from "./rule.ts";

/**
 * A violation as one line: where, what, why, how to fix it, what that looks like, where to read on. Whatever a rule quotes, nothing that
 * looks like a secret is in it.
 */
export function lineOf(rule: RuleText, violation: Violation): string {
  const { subject, field, problem, fix = rule.fix } = violation;
  const found = withoutSecrets(`${subject}: ${field.path} ${problem}.`);
  const line = `${found} ${rule.why} Fix: ${withoutSecrets(fix)}${exampleFor(rule, violation)} See ${linkOf(rule)}`;
  return line.replaceAll(/\s+/g, " ");
}

/** The rule's example goes with the rule's own way to a fix; a violation with another way may need another field. */
function exampleFor({ name }: RuleText, { fix, subject }: Violation): string {
  // A subject begins with the object's kind.
  const [kind = ""] = subject.split(" ");
  const snippet = fix === undefined ? snippetFor(name, kind) : undefined;
  return snippet === undefined ? "" : ` Example: ${snippet}`;
}

/**
 * A field's value for a message. Secrets reach a policy in clear text, so only what cannot be one is shown:
 * numbers and booleans. Text is shown by the rules that know it is a name, an image's for example.
 * @param shown The form of texts that can't be a secret, such as the names of capabilities. @default none
 */
export function stateOf(field: Field, shown?: RegExp): string {
  const { value } = field;
  if (typeof value === "string" && shown?.test(value)) {
    return `is ${value}`;
  }
  if (value === undefined || value === null) {
    return "is not set";
  }
  if (typeof value === "boolean" || typeof value === "number") {
    return `is ${String(value)}`;
  }
  return value === ""
    ? "is empty"
    : `is ${Array.isArray(value) ? "a list" : typeof value === "string" ? "a text" : "an object"}`;
}
