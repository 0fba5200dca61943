import { UNKNOWN, type Properties, type PropertyValue } from "../protocol/property-value.ts";
import type { CheckFailure } from "../protocol/resource-provider.ts";
import { allowedCharacters, SPECIAL_CHARACTERS, type CharacterRules } from "./characters.ts";

const minimums = ["minLower", "minUpper", "minNumeric", "minSpecial"] as const;

export function characterRules(inputs: Properties): CharacterRules {
  const special = inputs["overrideSpecial"];
  return {
    length: numberFrom(inputs["length"], 0),
    lower: inputs["lower"] !== false,
    upper: inputs["upper"] !== false,
    numeric: inputs["numeric"] !== false && inputs["number"] !== false,
    special: inputs["special"] !== false,
    minLower: numberFrom(inputs["minLower"], 0),
    minUpper: numberFrom(inputs["minUpper"], 0),
    minNumeric: numberFrom(inputs["minNumeric"], 0),
    minSpecial: numberFrom(inputs["minSpecial"], 0),
    specialCharacters: typeof special === "string" && special !== "" ? special : SPECIAL_CHARACTERS,
  };
}

/** Rules that no text can keep, each named before anything is generated. */
export function characterRuleFailures(inputs: Properties): CheckFailure[] {
  const failures = lengthFailures(inputs);
  for (const name of minimums) {
    const value = inputs[name];
    if (typeof value === "number" && (value < 0 || !Number.isInteger(value))) {
      failures.push({ property: name, reason: `${value} is not a whole number of 0 or more.` });
    }
  }
  if (failures.length > 0 || Object.values(inputs).includes(UNKNOWN)) return failures;
  const rules = characterRules(inputs);
  const least = rules.minLower + rules.minUpper + rules.minNumeric + rules.minSpecial;
  if (least > rules.length) {
    failures.push({
      property: "length",
      reason: `${rules.length} is less than the ${least} that the minimums add up to.`,
    });
  }
  if (allowedCharacters(rules) === "" && rules.length > least) {
    failures.push({
      property: "lower",
      reason: "no character is allowed. Allow lower, upper, numeric or special.",
    });
  }
  return failures;
}

function lengthFailures(inputs: Properties): CheckFailure[] {
  const length = inputs["length"];
  if (length === undefined || length === null) {
    return [{ property: "length", reason: "it is missing. Say how many characters." }];
  }
  if (length === UNKNOWN) return [];
  if (typeof length === "number" && Number.isInteger(length) && length >= 1) return [];
  return [{ property: "length", reason: `${JSON.stringify(length)} is not a whole number of 1 or more.` }];
}

function numberFrom(value: PropertyValue | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
