import { Buffer } from "node:buffer";
import { isObject, objectAt, type Properties, type PropertyValue } from "../../protocol/property-value.ts";
import type { KubernetesObject } from "../cluster/kubernetes-object.ts";
import { isSameQuantity } from "./quantity.ts";

/**
 * What has become of the inputs in the live object: the same fields with the values they have now. What others
 * added is left out, and another spelling of the same value is none of ours to report.
 */
export function liveInputs(inputs: Properties, live: KubernetesObject): Properties {
  const compared = isSecretObject(inputs) ? withDecodedData(inputs, live) : live;
  return livingObject(inputs, compared, []);
}

const READ_ONLY = [
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "selfLink",
  "uid",
];
const WRITTEN_BY_OTHERS = [
  "deployment.kubernetes.io/revision",
  "kubectl.kubernetes.io/last-applied-configuration",
];

/** The inputs of an object that the program did not make: all of it but what only the cluster says. */
export function inputsFromLive(live: KubernetesObject): Properties {
  const metadata = Object.fromEntries(
    Object.entries(objectAt(live, "metadata")).filter(([key]) => !READ_ONLY.includes(key)),
  );
  const annotations = Object.entries(objectAt(metadata, "annotations")).filter(
    ([key]) => !WRITTEN_BY_OTHERS.includes(key),
  );
  delete metadata["annotations"];
  if (annotations.length > 0) metadata["annotations"] = Object.fromEntries(annotations);
  const inputs: Properties = { ...live, metadata };
  delete inputs["status"];
  return inputs;
}

function livingObject(inputs: Properties, live: Properties, path: readonly string[]): Properties {
  const result: Properties = {};
  for (const [key, input] of Object.entries(inputs)) {
    const value = live[key];
    if (value !== undefined && value !== null) result[key] = livingValue(input, value, [...path, key]);
    // The API server leaves out what is empty, and says nothing where nothing is.
    else if (isEmpty(input)) result[key] = input;
  }
  return result;
}

function livingValue(input: PropertyValue, live: PropertyValue, path: readonly string[]): PropertyValue {
  if (isObject(input) && isObject(live)) return livingObject(input, live, path);
  if (Array.isArray(input) && Array.isArray(live)) return livingList(input, live, path);
  const isOtherSpelling =
    path.some((key) => QUANTITIES.has(key)) && isSameQuantity(spelled(input), spelled(live));
  return isOtherSpelling ? input : live;
}

/** Fields at or under which numbers are quantities. */
const QUANTITIES = new Set([
  "averageValue",
  "capacity",
  "default",
  "defaultRequest",
  "divisor",
  "hard",
  "limits",
  "max",
  "maxLimitRequestRatio",
  "min",
  "overhead",
  "requests",
  "sizeLimit",
  "targetAverageValue",
]);

function spelled(value: PropertyValue): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/**
 * Elements with a name keep it wherever they stand, and others may add theirs. The rest are told by their place, and
 * such a list is the program's as a whole: an element more, as a rule added to a Role by hand, is drift.
 */
function livingList(input: PropertyValue[], live: PropertyValue[], path: readonly string[]): PropertyValue[] {
  const place = path.join(".");
  // Subjects of different kinds may share a name, and who is added to a binding gets its rights.
  const key = place === "subjects" ? undefined : nameKeyOf(input, live);
  if (key !== undefined) {
    const byName = new Map(live.map((element) => [(element as Properties)[key], element]));
    return input.flatMap((element) => {
      const found = byName.get((element as Properties)[key]);
      return found === undefined ? [] : [livingValue(element, found, path)];
    });
  }
  if (!input.some(isObject)) return path.at(-1) === "finalizers" ? keptOf(input, live) : live;
  const own = input.flatMap((element, index) => {
    const found = live[index];
    return found === undefined ? [] : [livingValue(element, found, path)];
  });
  // Admission adds tolerations of its own to a Pod.
  return place === "spec.tolerations" ? own : [...own, ...live.slice(input.length)];
}

/** Controllers put finalizers of their own beside ours. */
function keptOf(input: PropertyValue[], live: PropertyValue[]): PropertyValue[] {
  return input.filter((element) => live.includes(element));
}

function nameKeyOf(...lists: PropertyValue[][]): string | undefined {
  return ["name", "mountPath", "containerPort", "key", "type"].find((key) =>
    lists.every((list) => {
      const names = list.map((element) => (isObject(element) ? element[key] : undefined));
      return (
        names.length > 0 && names.every((name) => name !== undefined) && new Set(names).size === names.length
      );
    }),
  );
}

function isEmpty(value: PropertyValue): boolean {
  if (value === null || value === "" || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.values(value).every(isEmpty);
}

function isSecretObject(object: Properties): boolean {
  return object["apiVersion"] === "v1" && object["kind"] === "Secret";
}

/** The API server keeps `stringData` in `data`, encoded; both come back as the program wrote them. */
function withDecodedData(inputs: Properties, live: KubernetesObject): Properties {
  const data = objectAt(live, "data");
  const stringData = Object.fromEntries(
    Object.keys(objectAt(inputs, "stringData")).flatMap((key) => {
      const value = data[key];
      return typeof value === "string" ? [[key, Buffer.from(value, "base64").toString()]] : [];
    }),
  );
  const written = objectAt(inputs, "data");
  const sameData = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      isSameData(written[key], value) ? (written[key] ?? value) : value,
    ]),
  );
  return { ...live, data: sameData, stringData };
}

function isSameData(written: PropertyValue | undefined, live: PropertyValue): boolean {
  if (typeof written !== "string" || typeof live !== "string") return false;
  return Buffer.from(written, "base64").equals(Buffer.from(live, "base64"));
}
