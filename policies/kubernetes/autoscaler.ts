import { Candidates } from "./candidates.ts";
import { allHold } from "./field.ts";
import { kindKey } from "./kind.ts";
import { identityKey, identityOf, type Identity, type Manifest } from "./manifest.ts";
import { oncePerList } from "./once-per-list.ts";
import { HIDDEN, shownName } from "./shown-text.ts";

const autoscalers = new Set(["autoscaling/HorizontalPodAutoscaler", "keda.sh/ScaledObject"]);
const transferAnnotation = "scaledobject.keda.sh/transfer-hpa-ownership";

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

/** A target for a message: its kind and name, as far as they have the form of such. */
export const shownTarget = ({ kind, name }: Identity): string =>
  `${/^[A-Z][A-Za-z]{0,62}$/.test(kind) ? kind : "an object"} ${shownName(name) ?? HIDDEN}`;

/** Whether a ScaledObject takes over an autoscaler that is there already, instead of making one of its own. */
export const takesOver = (scaledObject: Manifest, autoscaler: Manifest): boolean =>
  allHold(
    () => kindKey(scaledObject.kind) === "keda.sh/ScaledObject",
    () => scaledObject.root.at("metadata", "annotations", transferAnnotation).value === "true",
    () =>
      scaledObject.root.at("spec", "advanced", "horizontalPodAutoscalerConfig", "name").value ===
      autoscaler.root.at("metadata", "name").value,
  );

const autoscalersOfAll = oncePerList((manifests: readonly Manifest[]): readonly Manifest[] =>
  manifests.filter(({ kind }) => autoscalers.has(kindKey(kind))),
);

export const autoscalersIn = <M extends Manifest>(manifests: readonly M[]): readonly M[] =>
  autoscalersOfAll(manifests) as readonly M[];

const byTarget = oncePerList(
  (found: readonly Manifest[]) =>
    new Candidates(found, (autoscaler) => [identityKey(scaleTargetOf(autoscaler))]),
);

/** The autoscalers that may scale a workload. */
export const perhapsScaling = <M extends Manifest>(manifests: readonly M[], target: Identity): readonly M[] =>
  byTarget(autoscalersIn(manifests)).of(identityKey(target)) as readonly M[];

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
