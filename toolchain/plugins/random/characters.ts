import { randomInt } from "node:crypto";

export interface CharacterRules {
  readonly length: number;
  readonly lower: boolean;
  readonly upper: boolean;
  readonly numeric: boolean;
  readonly special: boolean;
  readonly minLower: number;
  readonly minUpper: number;
  readonly minNumeric: number;
  readonly minSpecial: number;
  /** The special characters to choose from. */
  readonly specialCharacters: string;
}

export const SPECIAL_CHARACTERS = "!@#$%&*()-_=+[]{}<>:?";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const DIGITS = "0123456789";

/** A text that keeps the rules, from the operating system's source of randomness. */
export function randomCharacters(rules: CharacterRules): string {
  const all = allowedCharacters(rules);
  const characters = [
    ...pick(LOWER, rules.minLower),
    ...pick(UPPER, rules.minUpper),
    ...pick(DIGITS, rules.minNumeric),
    ...pick(rules.specialCharacters, rules.minSpecial),
  ];
  characters.push(...pick(all, rules.length - characters.length));
  return shuffled(characters).join("");
}

export function allowedCharacters(rules: CharacterRules): string {
  return [
    rules.lower ? LOWER : "",
    rules.upper ? UPPER : "",
    rules.numeric ? DIGITS : "",
    rules.special ? rules.specialCharacters : "",
  ].join("");
}

function pick(from: string, count: number): string[] {
  return Array.from({ length: count }, () => from.charAt(randomInt(from.length)));
}

/** Required characters must not always come first. */
function shuffled(characters: string[]): string[] {
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? "", characters[last] ?? ""];
  }
  return characters;
}
