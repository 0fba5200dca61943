import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { asSecret, UNKNOWN, type Properties, type PropertyValue } from "../protocol/property-value.ts";
import type { CheckFailure, Created } from "../protocol/resource-provider.ts";
import { characterRuleFailures, characterRules } from "./character-rules.ts";
import { randomCharacters } from "./characters.ts";

export interface RandomResource {
  /** What the resource answers with and a preview cannot know. */
  readonly outputs: readonly string[];
  readonly secretOutputs: readonly string[];
  check(inputs: Properties): CheckFailure[];
  generate(inputs: Properties): Created;
}

/**
 * The resources that generate for real. A password comes without its bcrypt hash: Node has no bcrypt, and a
 * hash nobody asked for is one more secret to keep.
 */
export const randomResources: Readonly<Record<string, RandomResource>> = {
  "random:index/randomPassword:RandomPassword": {
    outputs: ["result"],
    secretOutputs: ["result"],
    check: characterRuleFailures,
    generate: (inputs) => ({ id: "none", state: { result: randomCharacters(characterRules(inputs)) } }),
  },
  "random:index/randomString:RandomString": {
    outputs: ["result"],
    secretOutputs: [],
    check: characterRuleFailures,
    generate: (inputs) => {
      const result = randomCharacters(characterRules(inputs));
      return { id: result, state: { result } };
    },
  },
  "random:index/randomId:RandomId": {
    outputs: ["b64Std", "b64Url", "dec", "hex"],
    secretOutputs: [],
    check: (inputs) => wholeNumber(inputs, "byteLength"),
    generate: (inputs) => {
      const bytes = randomBytes(Number(inputs["byteLength"]));
      const prefix = typeof inputs["prefix"] === "string" ? inputs["prefix"] : "";
      const state = {
        b64Std: prefix + bytes.toString("base64"),
        b64Url: prefix + bytes.toString("base64url"),
        dec: prefix + BigInt(`0x${bytes.toString("hex")}`).toString(),
        hex: prefix + bytes.toString("hex"),
      };
      return { id: bytes.toString("base64url"), state };
    },
  },
  "random:index/randomBytes:RandomBytes": {
    outputs: ["base64", "hex"],
    secretOutputs: ["base64", "hex"],
    check: (inputs) => wholeNumber(inputs, "length"),
    generate: (inputs) => {
      const bytes = randomBytes(Number(inputs["length"]));
      return { id: "none", state: { base64: bytes.toString("base64"), hex: bytes.toString("hex") } };
    },
  },
  "random:index/randomUuid:RandomUuid": {
    outputs: ["result"],
    secretOutputs: [],
    check: () => [],
    generate: () => {
      const result = randomUUID();
      return { id: result, state: { result } };
    },
  },
  "random:index/randomInteger:RandomInteger": {
    outputs: ["result"],
    secretOutputs: [],
    check: integerRangeFailures,
    generate: (inputs) => {
      const result = randomInt(Number(inputs["min"]), Number(inputs["max"]) + 1);
      return { id: String(result), state: { result } };
    },
  },
};

export function withSecretOutputs(resource: RandomResource, state: Properties): Properties {
  const marked: Properties = { ...state };
  for (const name of resource.secretOutputs) {
    const value = marked[name];
    if (value !== undefined && value !== UNKNOWN) marked[name] = asSecret(value);
  }
  return marked;
}

function wholeNumber(inputs: Properties, property: string): CheckFailure[] {
  const value = inputs[property];
  if (value === UNKNOWN || (isWhole(value) && value >= 1)) return [];
  return [{ property, reason: `${JSON.stringify(value ?? null)} is not a whole number of 1 or more.` }];
}

function integerRangeFailures(inputs: Properties): CheckFailure[] {
  const { min, max } = inputs;
  if (min === UNKNOWN || max === UNKNOWN) return [];
  if (isWhole(min) && isWhole(max) && min <= max) return [];
  return [{ property: "min", reason: "min and max must be whole numbers, and min not more than max." }];
}

function isWhole(value: PropertyValue | undefined): value is number {
  return Number.isInteger(value);
}
