import { isObject, type Properties, type PropertyValue } from "./property-value.ts";

export type PathSegment = string | number;

export interface Difference {
  readonly path: readonly PathSegment[];
  readonly kind: "add" | "delete" | "update";
}

/** Where two objects differ, leaf by leaf. Null and absent are the same; secret marks must be gone. */
export function differencesBetween(old: Properties, next: Properties): Difference[] {
  const found: Difference[] = [];
  compare(old, next, [], found);
  return found;
}

function compare(
  old: PropertyValue | undefined,
  next: PropertyValue | undefined,
  path: readonly PathSegment[],
  found: Difference[],
): void {
  const before = old ?? undefined;
  const after = next ?? undefined;
  if (before === after) return;
  if (before === undefined) found.push({ path, kind: "add" });
  else if (after === undefined) found.push({ path, kind: "delete" });
  else if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(before[key], after[key], [...path, key], found);
    }
  } else if (Array.isArray(before) && Array.isArray(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
      compare(before[index], after[index], [...path, index], found);
    }
  } else found.push({ path, kind: "update" });
}

const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;

/** The path as the engine writes it: `spec.containers[0].env`, `metadata.labels["app.kubernetes.io/name"]`. */
export function formatPath(path: readonly PathSegment[]): string {
  let text = "";
  for (const segment of path) {
    if (typeof segment === "number") text += `[${segment}]`;
    else if (!PLAIN_KEY.test(segment)) text += `[${JSON.stringify(segment)}]`;
    else text += text === "" ? segment : `.${segment}`;
  }
  return text;
}
