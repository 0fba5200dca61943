import { labelKeyForm } from "./parameter-forms.ts";
import { textParameter, type Parameters } from "./settings.ts";

export const environmentLabel = "environmentLabel";
export const workloadLabel = "workloadLabel";

/**
 * What many policies ask the same of. A stack sets them once, in the entry of pack-configuration, and a policy's own
 * entry may say otherwise for that policy.
 */
export const sharedParameters: Parameters = {
  [environmentLabel]: textParameter(
    "The label by which an object says its environment.",
    "environment",
    labelKeyForm,
  ),
  [workloadLabel]: textParameter(
    "The label that says what kind of workload it is.",
    "app.kubernetes.io/component",
    labelKeyForm,
  ),
};

/** For a policy's own entry. It has no default, since that is what the stack sets for all policies. */
export const environmentLabelParameter = textParameter(
  "The label by which an object says its environment, where this policy is to read another one.",
  undefined,
  labelKeyForm,
);
export const workloadLabelParameter = textParameter(
  "The label that says what kind of workload it is, where this policy is to read another one.",
  undefined,
  labelKeyForm,
);
