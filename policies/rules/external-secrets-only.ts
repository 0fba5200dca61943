import { environmentParameters, isExcepted } from "../judging/environments.ts";
import { manifestRule } from "../judging/manifest-rule.ts";
import { kindKey } from "../kubernetes/kind.ts";

export const externalSecretsOnly = manifestRule({
  name: "external-secrets-only",
  displayName: "Secrets come from the store",
  description:
    "No Secret is written with its values; an ExternalSecret fetches them, in every environment but dev.",
  severity: "high",
  tags: ["secrets", "CIS"],
  why: "Values that pass through a deployment stand in its state and its history, and changing one takes a deployment.",
  fix: "put the value into the secret store and write an ExternalSecret that names the entry.",
  remediation: [
    "Put the value into the store, by hand or by its own tool.",
    "Write an ExternalSecret with secretStoreRef, target.name and data.remoteRef.",
    "Change the value: what stood in a state or a history counts as known.",
  ],
  parameters: environmentParameters,
  concerns: (manifest, { settings }) =>
    kindKey(manifest.kind) === "core/Secret" && !isExcepted(manifest, settings),
  judgesParts: true,
  checks: ["data", "stringData"].map((field) => ({ root }, report) => {
    if (root.at(field).entries().length > 0) {
      report(root.at(field), "holds values");
    }
  }),
});
