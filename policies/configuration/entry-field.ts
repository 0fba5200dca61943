import { Field } from "../kubernetes/field.ts";

/** A place in the entry that a stack's configuration has for a policy. */
export function entryField(
  policy: string,
  configured: Readonly<Record<string, unknown>>,
  ...keys: readonly string[]
): Field {
  return Field.root({ [policy]: configured }).at(policy, ...keys);
}
