import type { PathSegment } from "../protocol/difference.ts";
import { isObject, UNKNOWN, type PropertyValue } from "../protocol/property-value.ts";

/**
 * A field in a table of fields: `spec.template.spec.containers[].image`. `[]` stands for every element of a list.
 */
export type FieldPath = string;

export function segmentsOf(field: FieldPath): string[] {
  return field.replaceAll("[]", ".[]").split(".");
}

/** Whether the path lies at the field or inside it. */
export function liesWithin(path: readonly PathSegment[], field: FieldPath): boolean {
  const segments = segmentsOf(field);
  return (
    path.length >= segments.length &&
    segments.every((segment, index) =>
      segment === "[]" ? typeof path[index] === "number" : path[index] === segment,
    )
  );
}

/** Where a required field is missing. What a preview cannot know yet counts as there. */
export function missingAt(value: PropertyValue, field: FieldPath): PathSegment[][] {
  return missing(value, segmentsOf(field), []);
}

function missing(value: PropertyValue | undefined, segments: string[], path: PathSegment[]): PathSegment[][] {
  if (value === UNKNOWN) return [];
  const [segment, ...rest] = segments;
  if (segment === undefined) return isEmpty(value) ? [path] : [];
  if (segment === "[]") {
    if (!Array.isArray(value) || value.length === 0) return [path];
    return value.flatMap((element, index) => missing(element, rest, [...path, index]));
  }
  const child = isObject(value) ? value[segment] : undefined;
  return missing(child, rest, [...path, segment]);
}

function isEmpty(value: PropertyValue | undefined): boolean {
  return value === undefined || value === null || value === "";
}

export function valueAt(value: PropertyValue, field: FieldPath): PropertyValue | undefined {
  let current: PropertyValue | undefined = value;
  for (const segment of segmentsOf(field)) {
    if (current === UNKNOWN) return UNKNOWN;
    current = isObject(current) ? current[segment] : undefined;
  }
  return current;
}
