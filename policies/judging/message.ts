import type { Field } from "../kubernetes/field.ts";
import type { Violation } from "./inspection.ts";
import { linkOf, type RuleText } from "./rule.ts";

/** A violation as one line: where, what, why, how to fix it, where to read on. */
export function lineOf(rule: RuleText, violation: Violation): string {
  const { subject, field, problem, fix = rule.fix } = violation;
  const line = `${subject}: ${field.path} ${problem}. ${rule.why} Fix: ${fix} See ${linkOf(rule)}`;
  return line.replaceAll(/\s+/g, " ");
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
