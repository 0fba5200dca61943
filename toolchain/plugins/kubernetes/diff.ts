import { differencesBetween, formatPath } from "../protocol/difference.ts";
import { revealAll, withObjectAt, type Properties } from "../protocol/property-value.ts";
import type { Change, DiffResult, ResourceIdentity } from "../protocol/resource-provider.ts";
import { replacesUnready, replaceUnreadyPath } from "./annotations.ts";
import { isAutonamed } from "./autoname.ts";
import { isConditionTrue } from "./cluster/kubernetes-object.ts";
import { liesWithin } from "./field-path.ts";
import { immutableFieldsOf, type MutabilityOptions } from "./immutable-fields.ts";
import { liveInputs } from "./lifecycle/live-inputs.ts";
import { objectFrom, recordedIn } from "./lifecycle/object-state.ts";
import { inSdkSpelling } from "./lifecycle/schema-field-names.ts";
import { isHelmRelease, isNamespaced, metadataText, objectKind, type ObjectKind } from "./object-kind.ts";

/** What changed between the inputs, and whether the object can take the change or must be replaced. */
export function diffObject(
  identity: ResourceIdentity,
  change: Change,
  options: MutabilityOptions,
): DiffResult {
  const next = revealAll(change.inputs);
  if (isHelmRelease(identity.type)) return diffHelmRelease(revealAll(change.oldInputs), next);
  const kind = objectKind(identity.type, next);
  const old = whatIsThere(change);
  const immutable = immutableFieldsOf(kind, next, options);
  const differences = differencesBetween(canonical(kind, old), canonical(kind, next))
    .filter(({ path }) => !isIgnored(formatPath(path), change.ignoreChanges ?? []))
    .map((difference) => ({
      ...difference,
      replaces: immutable.some((field) => liesWithin(difference.path, field)),
    }));
  if (gaveUp(kind, change)) differences.push({ path: replaceUnreadyPath, kind: "update", replaces: true });
  const replaces = differences.some((difference) => difference.replaces);
  return { differences, deleteBeforeReplace: replaces && keepsItsPlace(kind, old, next) };
}

/** A Job runs once. One that did not complete, and that the program wants tried again, is made anew. */
function gaveUp({ group, kind }: ObjectKind, { oldState, inputs }: Change): boolean {
  if (group !== "batch" || kind !== "Job" || !replacesUnready(objectFrom(inputs))) return false;
  const recorded = recordedIn(oldState);
  return recorded.inputs !== undefined && !isConditionTrue(recorded.live, "Complete");
}

/**
 * The recorded object as far as the program's inputs go, and not those inputs: an update that failed has
 * recorded inputs that the object never took.
 */
function whatIsThere({ oldInputs, oldState }: Change): Properties {
  const { inputs, live } = recordedIn(oldState);
  if (inputs === undefined) return revealAll(oldInputs);
  return inSdkSpelling(liveInputs(objectFrom(inputs), live));
}

function isIgnored(path: string, ignored: readonly string[]): boolean {
  return ignored.some(
    (prefix) => path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`),
  );
}

function diffHelmRelease(old: Properties, next: Properties): DiffResult {
  const differences = differencesBetween(old, next).map((difference) => ({
    ...difference,
    replaces: difference.path[0] === "name" || difference.path[0] === "namespace",
  }));
  return { differences, deleteBeforeReplace: false };
}

/** No namespace and "default" are the same place. */
function canonical(kind: ObjectKind, object: Properties): Properties {
  if (!isNamespaced(kind) || metadataText(object, "namespace") !== "") return object;
  return withObjectAt(object, "metadata", (metadata) => ({ ...metadata, namespace: "default" }));
}

/** The new object would have the name of the old one, so the old one must go first. */
function keepsItsPlace(kind: ObjectKind, old: Properties, next: Properties): boolean {
  const before = canonical(kind, old);
  const after = canonical(kind, next);
  const name = metadataText(after, "name");
  return (
    name !== "" &&
    !isAutonamed(after) &&
    name === metadataText(before, "name") &&
    metadataText(after, "namespace") === metadataText(before, "namespace")
  );
}
