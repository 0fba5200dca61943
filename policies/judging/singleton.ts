import { someField } from "../kubernetes/field.ts";
import type { Manifest } from "../kubernetes/manifest.ts";
import { podTemplateOf } from "../kubernetes/pod-template.ts";
import { workloadLabel, workloadLabelParameter } from "./label-parameters.ts";
import { textParameter, type Parameters, type Settings } from "./settings.ts";

const value = "value";

/** How a workload says that there may be only one of it. */
export const singletonParameters: Parameters = {
  [workloadLabel]: workloadLabelParameter,
  [value]: textParameter("The label's value for a singleton.", "singleton"),
};

/** A workload is labelled itself, or by its pods alone, which is what the cluster counts. */
export function isSingleton(manifest: Manifest, settings: Settings): boolean {
  const template = podTemplateOf(manifest);
  return (
    template !== undefined &&
    someField(
      [manifest.root, template.root].map((root) =>
        root.at("metadata", "labels", settings.text(workloadLabel)),
      ),
      (field) => field.value === settings.text(value),
    )
  );
}
