import { randomBytes } from "node:crypto";
import { isObject, type Properties, type PropertyValue } from "../../protocol/property-value.ts";
import { namedFieldManager } from "../annotations.ts";
import { listAt, type KubernetesObject } from "../cluster/kubernetes-object.ts";

/** Who an object's fields belong to after a plain create; the first update hands them to its own manager. */
export const CREATING_MANAGER = "pulumi-kubernetes";

/** The manager that the program names, else the recorded one, else a new one for this object alone. */
export function fieldManagerFor(object: KubernetesObject, recorded: string): string {
  return namedFieldManager(object) || recorded || `${CREATING_MANAGER}-${randomBytes(4).toString("hex")}`;
}

/** Managers of fields that the program set before by other means, and that it owns from now on. */
const takenOver = [
  { manager: "kubectl", operation: "Apply" },
  { manager: "kubectl", operation: "Update" },
  { manager: "before-first-apply", operation: "Update" },
  { manager: "pulumi-kubernetes", operation: "Update" },
  { manager: "pulumi-kubernetes.exe", operation: "Update" },
  { manager: "pulumi-resource-kubernetes", operation: "Update" },
];

/**
 * The object's managed fields with those of its creation in the hands of the manager that applies from now on.
 * Undefined where there is nothing to hand over.
 */
export function withFieldsTakenOver(
  object: KubernetesObject,
  fieldManager: string,
): Properties[] | undefined {
  const entries = listAt(object, "metadata.managedFields");
  const isOurs = (entry: Properties): boolean =>
    entry["subresource"] === undefined &&
    takenOver.some(
      ({ manager, operation }) =>
        entry["manager"] === manager && entry["operation"] === operation && manager !== fieldManager,
    );
  const taken = entries.filter(isOurs);
  const [first] = taken;
  if (first === undefined) return undefined;
  const isApplied = (entry: Properties): boolean =>
    entry["manager"] === fieldManager && entry["operation"] === "Apply" && entry["subresource"] === undefined;
  const applied = entries.find(isApplied) ?? {
    ...first,
    manager: fieldManager,
    operation: "Apply",
    fieldsV1: {},
  };
  const fieldsV1 = taken.reduce<PropertyValue>(
    (all, entry) => union(all, entry["fieldsV1"] ?? {}),
    applied.fieldsV1 ?? {},
  );
  const others = entries.filter((entry) => !isOurs(entry) && !isApplied(entry));
  return [...others, { ...applied, fieldsV1 }];
}

function union(left: PropertyValue, right: PropertyValue): PropertyValue {
  if (!isObject(left) || !isObject(right)) return left;
  const all: Properties = { ...left };
  for (const [key, value] of Object.entries(right)) all[key] = union(all[key] ?? {}, value);
  return all;
}
