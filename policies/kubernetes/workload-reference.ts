import { allHold, findField, someField } from "./field.ts";
import { kindKey } from "./kind.ts";
import { isNamed, namespaceOf, type Manifest } from "./manifest.ts";

const isDeployment = ({ kind }: Manifest): boolean => kindKey(kind) === "apps/Deployment";
const isRollout = ({ kind }: Manifest): boolean => kindKey(kind) === "argoproj.io/Rollout";

/** Whether a Rollout takes the template of its pods from a Deployment, by `workloadRef`. */
const refersTo = (rollout: Manifest, deployment: Manifest): boolean => {
  const reference = rollout.root.at("spec", "workloadRef");
  return allHold(
    () => reference.at("kind").value === "Deployment",
    () => isNamed(deployment, { namespace: namespaceOf(rollout), name: String(reference.at("name").value) }),
  );
};

/** Whose template a workload's pods are made from: for a Rollout with a `workloadRef` that Deployment's, for all else its own. */
export function podSourceOf<M extends Manifest>(workload: M, stack: readonly M[]): M {
  if (!isRollout(workload) || !workload.root.at("spec", "workloadRef").isSet) return workload;
  return findField(stack.filter(isDeployment), (deployment) => refersTo(workload, deployment)) ?? workload;
}

/**
 * Whether a Deployment only lends its template to a Rollout: it has no pods of its own then, and is updated by the Rollout's steps. One
 * that the Rollout leaves at a number of pods runs on as it is.
 */
export const isTemplateOfRollout = (deployment: Manifest, stack: readonly Manifest[]): boolean =>
  isDeployment(deployment) &&
  someField(stack.filter(isRollout), (rollout) =>
    allHold(
      () => refersTo(rollout, deployment),
      () =>
        deployment.root.at("spec", "replicas").value === 0 ||
        ["onsuccess", "progressively"].some(
          (way) => rollout.root.at("spec", "workloadRef", "scaleDown").value === way,
        ),
    ),
  );
