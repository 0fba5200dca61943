import { isObject, objectAt, type Properties, type PropertyValue } from "../../protocol/property-value.ts";
import { valueAt, type FieldPath } from "../field-path.ts";

/** An object of the API server as it speaks of it: plain JSON, without secret marks. */
export type KubernetesObject = Properties;

/** What it takes to find one object. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  /** Empty for an object of the whole cluster. */
  readonly namespace: string;
  readonly name: string;
}

export function referenceTo(object: KubernetesObject): ObjectReference {
  const metadata = objectAt(object, "metadata");
  return {
    apiVersion: asText(object["apiVersion"]),
    kind: asText(object["kind"]),
    namespace: asText(metadata["namespace"]),
    name: asText(metadata["name"]),
  };
}

/** `namespace/name`, as the engine records it. */
export function objectId(object: KubernetesObject): string {
  const { namespace, name } = referenceTo(object);
  return namespace === "" ? name : `${namespace}/${name}`;
}

export function textAt(object: PropertyValue, field: FieldPath): string {
  return asText(valueAt(object, field));
}

/** A number, or the given one where the field is absent. */
export function numberAt(object: PropertyValue, field: FieldPath, absent = 0): number {
  const value = valueAt(object, field);
  return typeof value === "number" ? value : absent;
}

export function listAt(object: PropertyValue, field: FieldPath): Properties[] {
  const value = valueAt(object, field);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function annotation(object: KubernetesObject, key: string): string {
  return asText(objectAt(objectAt(object, "metadata"), "annotations")[key]);
}

/** A condition of the object's status by its type. */
export function conditionOf(object: KubernetesObject, type: string): Properties | undefined {
  return listAt(object, "status.conditions").find((condition) => condition["type"] === type);
}

export function isConditionTrue(object: KubernetesObject, type: string): boolean {
  return conditionOf(object, type)?.["status"] === "True";
}

/** Whether the controller has seen the object as it is now. */
export function isObserved(object: KubernetesObject): boolean {
  return numberAt(object, "status.observedGeneration") >= numberAt(object, "metadata.generation");
}

export function isOwnedBy(object: KubernetesObject, owner: KubernetesObject): boolean {
  const uid = textAt(owner, "metadata.uid");
  return (
    uid !== "" && listAt(object, "metadata.ownerReferences").some((reference) => reference["uid"] === uid)
  );
}

export function asText(value: PropertyValue | undefined): string {
  return typeof value === "string" ? value : "";
}
