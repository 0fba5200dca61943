import { allHold, someField } from "./field.ts";
import { kindKey } from "./kind.ts";
import { namespaceOf, type Manifest } from "./manifest.ts";
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

function isSeen(monitor: Manifest, target: Pods): boolean {
  const namespaces = monitor.root.at("spec", "namespaceSelector");
  return (
    namespaces.at("any").value === true ||
    (namespaces.at("matchNames").items().length > 0
      ? someField(namespaces.at("matchNames").items(), ({ value }) => areIn(String(value), target))
      : areIn(namespaceOf(monitor), target))
  );
}
