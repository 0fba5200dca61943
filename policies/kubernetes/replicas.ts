import { perhapsScaling, scaleTargetOf } from "./autoscaler.ts";
import { someField } from "./field.ts";
import { kindKey } from "./kind.ts";
import { identityKey, identityOf, type Manifest } from "./manifest.ts";

/** How many pods of a workload there may be at least, and who says so. */
export interface Replicas<M extends Manifest = Manifest> {
  /** Undefined where it is written as no number. */
  readonly fewest: number | undefined;
  readonly autoscaler: M | undefined;
}

const replicated = new Set([
  "apps/Deployment",
  "apps/StatefulSet",
  "argoproj.io/Rollout",
  "extensions/Deployment",
]);

/** Kinds that run as many equal pods as they are told. */
export const isReplicated = ({ kind }: Manifest): boolean => replicated.has(kindKey(kind));

export const isScaledObject = ({ kind }: Manifest): boolean => kindKey(kind) === "keda.sh/ScaledObject";

/** The bounds of an autoscaler, as they hold where nothing is written: each kind has defaults of its own. */
export function boundsOf(autoscaler: Manifest): { readonly least: unknown; readonly most: unknown } {
  const spec = autoscaler.root.at("spec");
  return isScaledObject(autoscaler)
    ? { least: spec.at("minReplicaCount").value ?? 0, most: spec.at("maxReplicaCount").value ?? 100 }
    : { least: spec.at("minReplicas").value ?? 1, most: spec.at("maxReplicas").value };
}

/** An autoscaler's least number counts, where there is one, and the workload's own else. */
export function replicasOf<M extends Manifest>(workload: Manifest, stack: readonly M[]): Replicas<M> {
  const identity = identityOf(workload);
  let autoscaler: M | undefined;
  someField(perhapsScaling(stack, identity), (candidate) => {
    const scales = identityKey(scaleTargetOf(candidate)) === identityKey(identity);
    autoscaler = scales ? candidate : autoscaler;
    return scales;
  });
  const replicas = workload.root.at("spec", "replicas");
  const fewest = autoscaler ? boundsOf(autoscaler).least : (replicas.value ?? 1);
  return { fewest: typeof fewest === "number" ? fewest : undefined, autoscaler };
}
