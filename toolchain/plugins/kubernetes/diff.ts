import { differencesBetween } from "../protocol/difference.ts";
import { revealAll, withObjectAt, type Properties } from "../protocol/property-value.ts";
import type { Change, DiffResult, ResourceIdentity } from "../protocol/resource-provider.ts";
import { isAutonamed } from "./autoname.ts";
import { liesWithin } from "./field-path.ts";
import { immutableFieldsOf, type MutabilityOptions } from "./immutable-fields.ts";
import { isHelmRelease, isNamespaced, metadataText, objectKind, type ObjectKind } from "./object-kind.ts";

/** What changed between the inputs, and whether the object can take the change or must be replaced. */
export function diffObject(
  identity: ResourceIdentity,
  change: Change,
  options: MutabilityOptions,
): DiffResult {
  const old = revealAll(change.oldInputs);
  const next = revealAll(change.inputs);
  if (isHelmRelease(identity.type)) return diffHelmRelease(old, next);
  const kind = objectKind(identity.type, next);
  const immutable = immutableFieldsOf(kind, next, options);
  const differences = differencesBetween(canonical(kind, old), canonical(kind, next)).map((difference) => ({
    ...difference,
    replaces: immutable.some((field) => liesWithin(difference.path, field)),
  }));
  const replaces = differences.some((difference) => difference.replaces);
  return { differences, deleteBeforeReplace: replaces && keepsItsPlace(kind, old, next) };
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
