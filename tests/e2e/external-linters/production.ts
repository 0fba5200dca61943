import { capture } from "../../../rendering/capture.ts";
import { redact } from "../../../rendering/secrets.ts";
import { renderedNetwork } from "../../support/network/rendered-network.ts";
import { deploymentEquivalent } from "./deployment-equivalent.ts";
import type { Manifest } from "./manifest.ts";

/** The objects of production as linters can read them. */
export interface LintedObjects {
  /** Each of them, Rollouts as the Deployments that run the same pods. */
  readonly own: readonly Manifest[];
  /**
   * The pods that operators make around them. Nothing of those is judged: they are there for the rules that look for
   * what a policy selects.
   */
  readonly operatorPods: readonly Manifest[];
}

/** Renders production. */
export async function productionObjects(): Promise<LintedObjects> {
  const resources = await capture("production");
  const own = resources
    .filter(({ type, custom }) => custom && type.startsWith("kubernetes:"))
    .map(({ inputs }) => deploymentEquivalent(redact(inputs) as unknown as Manifest));
  const operatorPods = renderedNetwork(resources)
    .pods.filter(({ labels }) => !("app.kubernetes.io/part-of" in labels))
    .map(({ namespace, name, labels }) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { namespace, name, labels },
      spec: { containers: [{ name: "operator", image: "operator:1" }] },
    }));
  return { own, operatorPods };
}
