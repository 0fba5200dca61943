import * as pulumi from "@pulumi/pulumi";

/** What stands in a rendered file where a secret would. */
export const placeholder = "[secret]";

/**
 * Replaces everything secret: values that the engine's protocol marks, and whatever a Secret holds, marked or not.
 * @returns A copy; the captured inputs stay as they are.
 */
export function redact(inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const copy = redactMarked(inputs) as Record<string, unknown>;
  if (copy["kind"] !== "Secret") return copy;
  for (const field of ["data", "stringData"]) {
    if (copy[field] !== undefined) copy[field] = redactEach(inputs[field]);
  }
  return copy;
}

function redactEach(data: unknown): unknown {
  const values: unknown = pulumi.runtime.unwrapRpcSecret(data);
  if (typeof values !== "object" || values === null) return placeholder;
  return Object.fromEntries(Object.keys(values).map((key) => [key, placeholder]));
}

function redactMarked(value: unknown): unknown {
  if (pulumi.runtime.isRpcSecret(value)) return placeholder;
  if (Array.isArray(value)) return value.map(redactMarked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactMarked(inner)]));
}
