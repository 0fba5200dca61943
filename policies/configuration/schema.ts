import type { PolicyText } from "../judging/rule.ts";
import { levelsOf } from "./levels.ts";
import { parametersOf } from "./policy-parameters.ts";

/** The JSON schema of a stack's policy configuration, for editors and for whoever writes one. */
export function configurationSchema(policies: readonly PolicyText[]): Readonly<Record<string, unknown>> {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Levels and parameters of the policies in one stack",
    type: "object",
    additionalProperties: false,
    properties: {
      all: { enum: levelsOf(), description: "The level of every policy that has no level of its own." },
      ...Object.fromEntries(policies.map((policy) => [policy.name, entryOf(policy)])),
    },
  };
}

function entryOf(policy: PolicyText): Readonly<Record<string, unknown>> {
  const level = { enum: levelsOf(policy) };
  return {
    description: policy.description,
    anyOf: [
      level,
      {
        type: "object",
        additionalProperties: false,
        properties: { enforcementLevel: level, ...parametersOf(policy) },
      },
    ],
  };
}
