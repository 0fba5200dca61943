import {
  asSecret,
  isObject,
  isSecret,
  objectAt,
  reveal,
  withObjectAt,
  type Properties,
  type PropertyValue,
} from "../../protocol/property-value.ts";

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** Marks in an object what is secret in the inputs that it comes from, and the content of every Secret. */
export function withSecretMarks(object: Properties, inputs: Properties): Properties {
  const isSecretObject =
    reveal(object["kind"] ?? null) === "Secret" && reveal(object["apiVersion"] ?? null) === "v1";
  const all = marksOf(object, inputs);
  const marked = isSecretObject || holdsSecret(inputs) ? withHiddenCopy(all) : all;
  if (!isSecretObject) return marked;
  for (const key of ["data", "stringData"]) {
    const value = marked[key];
    if (value !== undefined && value !== null) marked[key] = asSecret(value);
  }
  return marked;
}

/** kubectl keeps the whole object once more in an annotation. */
function withHiddenCopy(object: Properties): Properties {
  const copy = objectAt(objectAt(object, "metadata"), "annotations")[LAST_APPLIED];
  if (copy === undefined) return object;
  return withObjectAt(object, "metadata", (metadata) =>
    withObjectAt(metadata, "annotations", (annotations) => ({
      ...annotations,
      [LAST_APPLIED]: asSecret(copy),
    })),
  );
}

function marksOf(object: Properties, inputs: Properties): Properties {
  const marked: Properties = { ...object };
  for (const [key, input] of Object.entries(inputs)) {
    const value = object[key];
    if (value === undefined || value === null) continue;
    if (isObject(value) && isObject(input) && !isSecret(input)) marked[key] = marksOf(value, input);
    // Inside of a list nothing says which element is which, so the whole list is secret.
    else if (holdsSecret(input)) marked[key] = asSecret(value);
  }
  return marked;
}

function holdsSecret(value: PropertyValue): boolean {
  if (isSecret(value)) return true;
  if (Array.isArray(value)) return value.some(holdsSecret);
  return isObject(value) && Object.values(value).some(holdsSecret);
}
