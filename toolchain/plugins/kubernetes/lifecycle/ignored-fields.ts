import { isObject, type Properties, type PropertyValue } from "../../protocol/property-value.ts";
import { asText, listAt, type KubernetesObject } from "../cluster/kubernetes-object.ts";

/**
 * The object to apply where the program ignores changes of some fields: what another manager owns alone is left
 * out, so that it stays with that one; else the field keeps the value that it has in the cluster.
 */
export function withIgnoredFields(
  sent: KubernetesObject,
  live: KubernetesObject,
  paths: readonly string[],
  fieldManager: string,
): KubernetesObject {
  let result = sent;
  for (const path of paths) {
    const segments = path.split(/[.[\]]+/).filter((segment) => segment !== "");
    const owners = ownersOf(live, segments);
    const value = valueIn(live, segments);
    if (owners.length > 0 && !owners.includes(fieldManager)) result = withValue(result, segments, undefined);
    else if (value !== undefined) result = withValue(result, segments, value);
  }
  return result;
}

function ownersOf(live: KubernetesObject, segments: readonly string[]): string[] {
  return listAt(live, "metadata.managedFields")
    .filter(
      (entry) =>
        valueIn(
          entry["fieldsV1"] ?? {},
          segments.map((segment) => `f:${segment}`),
        ) !== undefined,
    )
    .map((entry) => asText(entry["manager"]));
}

function valueIn(value: PropertyValue, segments: readonly string[]): PropertyValue | undefined {
  let current: PropertyValue | undefined = value;
  for (const segment of segments) {
    if (Array.isArray(current)) current = current[Number(segment)];
    else current = isObject(current) ? current[segment] : undefined;
  }
  return current;
}

function withValue(
  properties: Properties,
  [segment, ...rest]: readonly string[],
  value: PropertyValue | undefined,
): Properties {
  if (segment === undefined) return properties;
  const others = Object.fromEntries(Object.entries(properties).filter(([key]) => key !== segment));
  if (rest.length === 0) return value === undefined ? others : { ...others, [segment]: value };
  const child = properties[segment];
  if (Array.isArray(child)) return { ...others, [segment]: withElement(child, rest, value) };
  if (!isObject(child) && value === undefined) return properties;
  return { ...others, [segment]: withValue(isObject(child) ? child : {}, rest, value) };
}

/** A list belongs to one owner as a whole, so an element of it can keep its value, and not be left out. */
const withElement = (
  list: PropertyValue[],
  [index, ...rest]: readonly string[],
  value: PropertyValue | undefined,
): PropertyValue[] =>
  list.map((element, position) =>
    position === Number(index) && isObject(element) && value !== undefined
      ? withValue(element, rest, value)
      : element,
  );
