import { textsParameter, type Parameters } from "../judging/settings.ts";
import { sharedParameters } from "../judging/shared-parameters.ts";

export const protectedStacks = "protectedStacks";

/** What a stack sets for the pack as a whole, in the entry of pack-configuration. */
export const packParameters: Parameters = {
  ...sharedParameters,
  [protectedStacks]: textsParameter(
    "The names of the stacks in which nothing is exempted from a policy whose severity is critical.",
    ["production", "prod"],
  ),
};
