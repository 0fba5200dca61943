import type { Parameter } from "../judging/settings.ts";

/** The key under which an entry says why its level is lower than the policy's own. */
export const levelReason = "reason";

export const levelReasonSchema: Parameter = {
  type: "string",
  minLength: 1,
  pattern: "\\S",
  description: "Why the level is lower here than the policy's own.",
};
