import { objectAt, UNKNOWN, withObjectAt, type Properties } from "../protocol/property-value.ts";
import type { ResourceIdentity } from "../protocol/resource-provider.ts";
import { withSecretData } from "./check.ts";
import { isHelmRelease, objectKind } from "./object-kind.ts";

const assignedMetadata = ["uid", "resourceVersion", "generation", "creationTimestamp"];
const assignedSpec: Readonly<Record<string, readonly string[]>> = {
  Service: ["clusterIP", "clusterIPs"],
  PersistentVolumeClaim: ["volumeName"],
};

/** The object as it will be, with what only the API server can say left unknown. */
export function previewObject({ type }: ResourceIdentity, inputs: Properties): Properties {
  if (isHelmRelease(type)) return { ...inputs, status: UNKNOWN, resourceNames: UNKNOWN };
  const kind = objectKind(type, inputs);
  let object = withSecretData(kind, { ...inputs, status: UNKNOWN });
  object = withObjectAt(object, "metadata", (metadata) => withUnknown(metadata, assignedMetadata));
  const ofSpec = kind.group === "" ? assignedSpec[kind.kind] : undefined;
  if (ofSpec === undefined || Object.keys(objectAt(object, "spec")).length === 0) return object;
  return withObjectAt(object, "spec", (spec) => withUnknown(spec, ofSpec));
}

function withUnknown(properties: Properties, keys: readonly string[]): Properties {
  return { ...Object.fromEntries(keys.map((key) => [key, UNKNOWN])), ...properties };
}

/** An update keeps what the API server assigned once and for all; the rest moves on. */
export function previewUpdatedObject(
  identity: ResourceIdentity,
  oldState: Properties,
  inputs: Properties,
): Properties {
  const fresh = previewObject(identity, inputs);
  if (isHelmRelease(identity.type)) return fresh;
  const kept = withKept(fresh, oldState, "metadata", ["uid", "creationTimestamp"]);
  const { group, kind } = objectKind(identity.type, inputs);
  const ofSpec = group === "" ? assignedSpec[kind] : undefined;
  return ofSpec === undefined ? kept : withKept(kept, oldState, "spec", ofSpec);
}

function withKept(object: Properties, old: Properties, key: string, fields: readonly string[]): Properties {
  const before = objectAt(old, key);
  return withObjectAt(object, key, (now) => ({
    ...now,
    ...Object.fromEntries(
      fields.flatMap((field) => {
        const value = before[field];
        return now[field] === UNKNOWN && value !== undefined ? [[field, value]] : [];
      }),
    ),
  }));
}
