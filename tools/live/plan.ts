import type { KubernetesObject } from "@kubernetes/client-node";
import { parseOutput } from "./engine-output.ts";
import type { StateResource } from "./engine-state.ts";
import { identityOf, nameOf, recordedObject } from "./identity.ts";

/** One step that the engine plans. */
export interface PlannedStep {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: PlannedState;
  readonly newState?: PlannedState;
}

interface PlannedState {
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** The steps of `pulumi preview --json`. @throws UsageError when that is no JSON. */
export const readPlan = (json: string): readonly PlannedStep[] =>
  (parseOutput(json) as { readonly steps?: readonly PlannedStep[] }).steps ?? [];

type NamedObject = KubernetesObject & { metadata: { name: string; namespace?: string } };

/**
 * The object of the cluster that a step makes, if it makes one under a name that is known before. With `--json` the
 * engine prints a replacement as one step. One that keeps its name deletes what has it first.
 */
export function objectToMake({ op, oldState, newState }: PlannedStep): NamedObject[] {
  const made = op === "create" || op === "replace" ? objectOf(newState) : [];
  if (op !== "replace") return made;
  const replaced = objectOf(oldState).map(identityOf);
  return made.filter((object) => !replaced.includes(identityOf(object)));
}

function objectOf(state: PlannedState | undefined): NamedObject[] {
  const { apiVersion, kind, metadata } = (state?.inputs ?? {}) as Partial<NamedObject>;
  if (state?.type.startsWith("kubernetes:") !== true) return [];
  if (apiVersion === undefined || kind === undefined || metadata?.name === undefined) return [];
  const { name, namespace } = metadata;
  return [{ apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } }];
}

/**
 * Objects that a plan would make and that the state knows as another resource, one line each. Taken up by the new one,
 * such an object would be deleted by its name with the old one, at the end of the same update.
 */
export function objectsKnownOtherwise(
  plan: readonly PlannedStep[],
  state: readonly StateResource[],
): readonly string[] {
  // What was only read, and what is left when it is forgotten, the engine never deletes.
  const deletable = state.filter(
    ({ external, retainOnDelete }) => external !== true && retainOnDelete !== true,
  );
  const known = Map.groupBy(
    deletable.flatMap((resource) =>
      recordedObject(resource).map((object) => ({ ...resource, identity: identityOf(object) })),
    ),
    ({ identity }) => identity,
  );
  return plan.flatMap((step) =>
    objectToMake(step).flatMap((object) =>
      (known.get(identityOf(object)) ?? [])
        .filter((resource) => resource.urn !== step.urn || resource.delete === true)
        .map(
          (resource) =>
            `${nameOf(object)}: recorded as ${resource.urn}${resource.delete === true ? " (to be deleted)" : ""}, declared as ${step.urn}`,
        ),
    ),
  );
}

/** The steps of a plan that delete or replace, one line each. */
export const lossesIn = (plan: readonly PlannedStep[]): readonly string[] =>
  plan.filter(({ op }) => op === "delete" || op === "replace").map(({ op, urn }) => `${op} ${urn}`);
