import { clusterContract } from "../../../components/cluster/contract.ts";
import { environmentNames } from "../../../model/environment-name.ts";
import { capture } from "../../../rendering/capture.ts";

/**
 * The operators of the contract whose kinds any stack applies, by name. The kinds of the others would only keep the API
 * server busy; without those of one of these, an update waits for them in vain.
 */
export async function appliedOperators(): Promise<readonly string[]> {
  const applied = new Set<string>();
  for (const stack of environmentNames) {
    for (const { inputs } of await capture(stack)) {
      const { apiVersion } = inputs;
      if (typeof apiVersion === "string") applied.add(apiVersion.split("/")[0] ?? "");
    }
  }
  return clusterContract
    .filter(({ apis }) =>
      apis.some(({ group, by }) => by === "CustomResourceDefinition" && applied.has(group)),
    )
    .map(({ name }) => name);
}
