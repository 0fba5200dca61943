import type { KubeConfig, KubernetesObject } from "@kubernetes/client-node";
import type { EnvironmentName } from "../../model/environment-name.ts";
import { isAbsence } from "./absence.ts";
import type { StateResource } from "./engine-state.ts";
import { identityOf, nameOf, recordedObject } from "./identity.ts";
import { type ListedObject, listObjects } from "./listing.ts";
import { objectToMake, type PlannedStep } from "./plan.ts";

/** The labels that every object of a stack carries. */
const labelsOf = (stack: EnvironmentName): Readonly<Record<string, string>> => ({
  "app.kubernetes.io/managed-by": "pulumi",
  "slipway.dev/environment": stack,
});

/** Objects that a plan would make, that are there already, and that are not the stack's. */
export async function foreignObjects(
  config: KubeConfig,
  plan: readonly PlannedStep[],
  stack: EnvironmentName,
): Promise<readonly string[]> {
  const { KubernetesObjectApi } = await import("@kubernetes/client-node");
  const objects = KubernetesObjectApi.makeApiClient(config);
  const found: string[] = [];
  for (const planned of plan.flatMap(objectToMake)) {
    const live = await objects.read(planned).catch((error: unknown) => {
      if (isAbsence(error)) return undefined;
      throw error;
    });
    if (live !== undefined && !isLabelled(live, stack)) found.push(nameOf(live));
  }
  return found;
}

const isLabelled = ({ metadata }: KubernetesObject, stack: EnvironmentName): boolean =>
  Object.entries(labelsOf(stack)).every(([key, value]) => metadata?.labels?.[key] === value);

/** What carries a stack's labels and is in no state, and what could not be looked at. */
export interface Orphans {
  readonly objects: readonly string[];
  readonly unlisted: readonly string[];
}

/**
 * Objects that carry the stack's labels, that no controller made from another one, and that the state does not know.
 * What stays on purpose so that an older release can be gone back to is no orphan.
 */
export async function findOrphans(
  config: KubeConfig,
  state: readonly StateResource[],
  stack: EnvironmentName,
): Promise<Orphans> {
  const known = new Set(state.flatMap(recordedObject).map(identityOf));
  const selector = Object.entries(labelsOf(stack))
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
  const { objects, unlisted } = await listObjects(config, selector);
  return {
    objects: objects
      .filter((object) => !isControlled(object) && !isKeptOnPurpose(object) && !known.has(identityOf(object)))
      .map(nameOf)
      .sort(),
    unlisted,
  };
}

const isControlled = ({ metadata }: KubernetesObject): boolean =>
  metadata?.ownerReferences !== undefined && metadata.ownerReferences.length > 0;

/** An older variable set, or an older version of a secret: each release names its own, and going back needs it. */
const isKeptOnPurpose = (object: ListedObject): boolean =>
  (object.kind === "ConfigMap" && object.immutable === true) || object.kind === "ExternalSecret";
