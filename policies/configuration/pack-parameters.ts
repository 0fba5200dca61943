import { sharedParameters } from "../judging/label-parameters.ts";
import { textParameter, textsParameter, type Parameters } from "../judging/settings.ts";

export const protectedStacks = "protectedStacks";
export const longestExemption = "longestExemption";

/** What a stack sets for the pack as a whole, in the entry of pack-configuration. */
export const packParameters: Parameters = {
  ...sharedParameters,
  [protectedStacks]: textsParameter(
    "The names of the stacks in which nothing is exempted from a policy whose severity is critical.",
    ["production", "prod"],
  ),
  [longestExemption]: textParameter("For how many days from now an exemption may hold at most.", "180d", {
    pattern: "^[1-9][0-9]{0,3}d$",
  }),
};

/** A number of days as the configuration writes it. What is none allows no day, and was refused before. */
export function daysOf(value: unknown): number {
  const [, days] = typeof value === "string" ? (/^(\d+)d$/.exec(value) ?? []) : [];
  return days === undefined ? 0 : Number(days);
}
