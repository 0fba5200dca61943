import type { Manifest } from "../kubernetes/manifest.ts";
import { environmentLabel, environmentLabelParameter } from "./label-parameters.ts";
import { textsParameter, type Parameters, type Settings } from "./settings.ts";

const exceptEnvironments = "exceptEnvironments";

/** How a stack says where a rule is asked too much. */
export const environmentParameters: Parameters = {
  [exceptEnvironments]: textsParameter("The environments that are excepted. Give none where it matters.", [
    "dev",
  ]),
  [environmentLabel]: environmentLabelParameter,
};

export function isExcepted({ root }: Manifest, settings: Settings): boolean {
  const label = root.at("metadata", "labels", settings.text(environmentLabel));
  return settings.texts(exceptEnvironments).some((environment) => environment === label.value);
}
