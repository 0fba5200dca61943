import { kindKey } from "./kind.ts";
import { identityKey, identityOf, type Identity, type Manifest } from "./manifest.ts";

const autoscalers = new Set(["autoscaling/HorizontalPodAutoscaler", "keda.sh/ScaledObject"]);

/** The workload that an autoscaler sets the replicas of: always in the autoscaler's own namespace. */
export function scaleTargetOf(autoscaler: Manifest): Identity {
  const reference = autoscaler.root.at("spec", "scaleTargetRef");
  const kind = reference.at("kind").value;
  const name = reference.at("name").value;
  return {
    // A ScaledObject may leave the kind out and then means a Deployment.
    kind: typeof kind === "string" && kind !== "" ? kind : "Deployment",
    namespace: identityOf(autoscaler).namespace,
    name: typeof name === "string" ? name : "",
  };
}

export function autoscalersIn<M extends Manifest>(manifests: readonly M[]): readonly M[] {
  return manifests.filter(({ kind }) => autoscalers.has(kindKey(kind)));
}

/** Autoscalers by what they scale. Each is read by an attempt of its own. */
export function byScaleTarget<M extends Manifest>(
  manifests: readonly M[],
  attempt: (check: () => void) => void,
): ReadonlyMap<string, M> {
  const found = new Map<string, M>();
  for (const autoscaler of manifests) {
    attempt(() => {
      found.set(identityKey(scaleTargetOf(autoscaler)), autoscaler);
    });
  }
  return found;
}
