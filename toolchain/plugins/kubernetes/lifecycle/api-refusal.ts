import { ApiError, isConflict, isInvalid, messageOf } from "../cluster/api-error.ts";
import { objectId, textAt, type KubernetesObject } from "../cluster/kubernetes-object.ts";

/** What the API server said, and what to do about it where that is not plain from its words. */
export function explained(error: unknown, object: KubernetesObject, fieldManager: string): string {
  const said = messageOf(error);
  if (isConflict(error) && error instanceof ApiError && isFieldConflict(error)) {
    return (
      `${said}\n\nThe field manager of this resource is "${fieldManager}", and another one has set the fields above to ` +
      "other values. Leave those fields to it: take them out of the program, or list them in ignoreChanges. Or take " +
      'them over: set the annotation "pulumi.com/patchForce": "true" on the object, or enablePatchForce on the provider.'
    );
  }
  if (isInvalid(error) && /immutable|may not change|updates to .* forbidden/.test(said)) {
    return (
      `${said}\n\nThis field of ${textAt(object, "kind")} ${objectId(object)} can't change while the object lives. ` +
      "Put the old value back, or have the object replaced: name the field in the resource option replaceOnChanges, with " +
      "deleteBeforeReplace where its name stays."
    );
  }
  return said;
}

function isFieldConflict(error: ApiError): boolean {
  return (
    error.causes.some((cause) => cause["reason"] === "FieldManagerConflict") ||
    error.message.startsWith("Apply failed")
  );
}
