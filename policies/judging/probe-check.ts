import { runsForPodsLife, type Container } from "../kubernetes/container.ts";
import { someField } from "../kubernetes/field.ts";
import { isLongRunning } from "../kubernetes/pod-template.ts";
import type { ContainerCheck } from "./container-rule.ts";

const handlers = ["httpGet", "tcpSocket", "exec", "grpc"];

/**
 * Containers that should stay up: only these can be asked whether they are alive or ready. A part of an object may
 * change one figure of a probe, and doesn't say what the probe asks.
 */
export function staysUp(container: Container): boolean {
  const { template } = container;
  return !template.manifest.isPart && isLongRunning(template) && runsForPodsLife(container);
}

export function probeCheck(probe: "livenessProbe" | "readinessProbe"): ContainerCheck {
  return (container, report) => {
    const field = container.root.at(probe);
    if (!field.isSet) {
      report(field, "is not set");
    } else if (
      !someField(
        handlers.map((handler) => field.at(handler)),
        ({ isSet }) => isSet,
      )
    ) {
      report(field, `asks nothing: none of ${handlers.join(", ")} is set`);
    }
  };
}
