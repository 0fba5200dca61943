import { createHash } from "node:crypto";
import { sinceWhen } from "../condition.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import { type ExternalSecret, secretNameOf } from "./synced-secret.ts";

/** Why a synchronisation failed, in the words of the condition; `undefined` when it did not. */
export type SyncFailure = string | undefined;

/**
 * The status that an ExternalSecret gets, as an object to apply; `undefined` where it has it already.
 * @param now RFC 3339.
 */
export function syncStatus(
  external: ExternalSecret,
  failure: SyncFailure,
  now: string,
): KubernetesObject | undefined {
  const { status } = external;
  const before = status?.conditions?.find(({ type }) => type === "Ready");
  const wanted =
    failure === undefined
      ? ({ type: "Ready", status: "True", reason: "SecretSynced", message: "secret synced" } as const)
      : ({ type: "Ready", status: "False", reason: "SecretSyncedError", message: failure } as const);
  const synced = syncedVersion(external);
  const same = before?.reason === wanted.reason && before.message === wanted.message;
  if (same && (failure !== undefined || status?.syncedResourceVersion === synced)) return undefined;
  const { apiVersion, kind, metadata } = external;
  return {
    apiVersion,
    kind,
    metadata: named(metadata),
    status: {
      conditions: [sinceWhen(wanted, status?.conditions, now)],
      ...(failure === undefined
        ? { refreshTime: now, syncedResourceVersion: synced, binding: { name: secretNameOf(external) } }
        : lastSync(status)),
    },
  };
}

/** The finalizer that the operator holds while an ExternalSecret is there. */
export const cleanupFinalizer = "externalsecrets.external-secrets.io/externalsecret-cleanup";

/** An ExternalSecret's metadata with the operator's finalizer or without, as an object to apply. */
export function withFinalizers(
  { apiVersion, kind, metadata }: ExternalSecret,
  finalizers: readonly string[],
): KubernetesObject {
  return { apiVersion, kind, metadata: { ...named(metadata), finalizers } };
}

/** The event that tells what the condition leaves out. */
export function failureEvent(
  { apiVersion, kind, metadata }: ExternalSecret,
  message: string,
  now: string,
): KubernetesObject {
  const { namespace = "default", name, uid = "" } = metadata;
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: `${name}.${hash(message).slice(0, 16)}`, namespace },
    involvedObject: { apiVersion, kind, name, namespace, uid },
    type: "Warning",
    reason: "UpdateFailed",
    message,
    source: { component: "external-secrets" },
    lastTimestamp: now,
  };
}

/** With the UID, since an object that was deleted meanwhile must not come back. */
function named({
  name,
  namespace = "default",
  uid,
}: ExternalSecret["metadata"]): KubernetesObject["metadata"] {
  return { name, namespace, ...(uid === undefined ? {} : { uid }) };
}

function lastSync(status: ExternalSecret["status"]): Record<string, unknown> {
  const { refreshTime, syncedResourceVersion } = status ?? {};
  return {
    ...(refreshTime === undefined ? {} : { refreshTime }),
    ...(syncedResourceVersion === undefined ? {} : { syncedResourceVersion }),
  };
}

/** Changes with the specification, the labels and the annotations, and not with the status. */
export function syncedVersion({ metadata }: ExternalSecret): string {
  const { generation = 0, labels = {}, annotations = {} } = metadata;
  return `${generation}-${hash(JSON.stringify([labels, annotations])).slice(0, 56)}`;
}

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
