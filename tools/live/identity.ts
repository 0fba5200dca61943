import type { KubernetesObject } from "@kubernetes/client-node";
import type { StateResource } from "./engine-state.ts";

const groupOf = ({ apiVersion = "" }: KubernetesObject): string =>
  apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";

/** No namespace and "default" are the same place for an object in one, and nothing to one outside. */
const placeOf = ({ metadata }: KubernetesObject): string =>
  metadata?.namespace === undefined || metadata.namespace === "default" ? "" : metadata.namespace;

/** Group, kind, namespace and name. The group's version may differ between what is recorded and what is listed. */
export const identityOf = (object: KubernetesObject): string =>
  [groupOf(object), object.kind, placeOf(object), object.metadata?.name].join("/");

/** An object's kind, namespace and name, for people. */
export const nameOf = ({ kind, metadata }: KubernetesObject): string =>
  `${kind ?? "object"} ${metadata?.namespace === undefined ? "" : `${metadata.namespace}/`}${metadata?.name ?? ""}`;

/** The object of the cluster that a recorded resource stands for, if it does. */
export function recordedObject({ type, outputs }: StateResource): KubernetesObject[] {
  const object = outputs as KubernetesObject | undefined;
  return type.startsWith("kubernetes:") && object?.kind !== undefined ? [object] : [];
}
