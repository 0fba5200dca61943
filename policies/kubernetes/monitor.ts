import { allHold, type Field, someField } from "./field.ts";
import { kindKey } from "./kind.ts";
import type { Manifest } from "./manifest.ts";
import { areIn, type Pods } from "./pods.ts";
import { selectsByLabels } from "./selector.ts";

export const isPodMonitor = ({ kind }: Manifest): boolean =>
  kindKey(kind) === "monitoring.coreos.com/PodMonitor";
export const isServiceMonitor = ({ kind }: Manifest): boolean =>
  kindKey(kind) === "monitoring.coreos.com/ServiceMonitor";

/** Whether a monitor is about a target: pods, or a Service by its own labels. */
export const watches = (monitor: Manifest, target: Pods): boolean =>
  allHold(
    () => isSeen(monitor, target),
    () => selectsByLabels(monitor.root.at("spec", "selector"), target),
  );

/** Where a monitor names the namespaces that it looks into. */
export function namespacesSeenBy({ root }: Manifest): readonly Field[] | "any" {
  const namespaces = root.at("spec", "namespaceSelector");
  if (namespaces.at("any").value === true) return "any";
  const named = namespaces.at("matchNames").items();
  return named.length > 0 ? named : [root.at("metadata", "namespace")];
}

/** Nothing where none is named, which means default. */
export const namespaceIn = ({ value }: Field): string => (typeof value === "string" ? value : "");

function isSeen(monitor: Manifest, target: Pods): boolean {
  const namespaces = namespacesSeenBy(monitor);
  return namespaces === "any" || someField(namespaces, (field) => areIn(namespaceIn(field), target));
}
