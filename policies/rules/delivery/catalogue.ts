import type { Rule } from "../../judging/rule.ts";
import { analysisTemplateSafe } from "./analysis-template-safe.ts";
import { canaryRequiresAnalysis } from "./canary-requires-analysis.ts";
import { canaryStepsMonotonic } from "./canary-steps-monotonic.ts";
import { rolloutNoEndlessPause } from "./rollout-no-endless-pause.ts";

/** The rules of what a release is: its steps, and what decides whether it goes on. */
export const deliveryRules: readonly Rule[] = [
  canaryStepsMonotonic,
  canaryRequiresAnalysis,
  analysisTemplateSafe,
  rolloutNoEndlessPause,
];
