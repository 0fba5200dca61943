import { isObject, UNKNOWN, type Properties, type PropertyValue } from "../protocol/property-value.ts";
import type { CheckFailure } from "../protocol/resource-provider.ts";
import { valueAt } from "./field-path.ts";

type Rule = (object: Properties) => CheckFailure | undefined;

/** What the API server demands that is more than a field being there. */
export const validationRules: Readonly<Record<string, readonly Rule[]>> = {
  "apps/Deployment": [selectorMatchesTemplate],
  "apps/ReplicaSet": [selectorMatchesTemplate],
  "apps/StatefulSet": [selectorMatchesTemplate],
  "apps/DaemonSet": [selectorMatchesTemplate],
  "batch/Job": [restartPolicyOfJob("spec.template.spec.restartPolicy")],
  "batch/CronJob": [restartPolicyOfJob("spec.jobTemplate.spec.template.spec.restartPolicy")],
  "policy/PodDisruptionBudget": [oneLimit],
  "autoscaling/HorizontalPodAutoscaler": [replicaRange],
  Service: [servicePorts],
};

function selectorMatchesTemplate(object: Properties): CheckFailure | undefined {
  const selected = valueAt(object, "spec.selector.matchLabels");
  const labels = valueAt(object, "spec.template.metadata.labels");
  if (!isObject(selected) || labels === UNKNOWN) return undefined;
  const carried = isObject(labels) ? labels : {};
  const missing = Object.entries(selected).filter(
    ([key, value]) => value !== UNKNOWN && carried[key] !== UNKNOWN && carried[key] !== value,
  );
  if (missing.length === 0) return undefined;
  const names = missing.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(", ");
  return {
    property: "spec.template.metadata.labels",
    reason: `the pods lack the selector's labels: ${names}. Give the template every label of spec.selector.matchLabels.`,
  };
}

function restartPolicyOfJob(field: string): Rule {
  return (object) => {
    const policy = valueAt(object, field);
    if (policy === undefined || policy === UNKNOWN || policy === "Never" || policy === "OnFailure")
      return undefined;
    return {
      property: field,
      reason: `${JSON.stringify(policy)} is not allowed in a Job. Use Never or OnFailure.`,
    };
  };
}

function oneLimit(object: Properties): CheckFailure | undefined {
  const given = ["minAvailable", "maxUnavailable"].filter((name) => isGiven(valueAt(object, `spec.${name}`)));
  if (given.length < 2) return undefined;
  return { property: "spec", reason: "minAvailable and maxUnavailable exclude each other. Keep one." };
}

function replicaRange(object: Properties): CheckFailure | undefined {
  const least = valueAt(object, "spec.minReplicas");
  const most = valueAt(object, "spec.maxReplicas");
  if (typeof least !== "number" || typeof most !== "number" || least <= most) return undefined;
  return {
    property: "spec.minReplicas",
    reason: `${least} is more than spec.maxReplicas, which is ${most}. Lower one or raise the other.`,
  };
}

function servicePorts(object: Properties): CheckFailure | undefined {
  const type = valueAt(object, "spec.type");
  const ports = valueAt(object, "spec.ports");
  const needsNone =
    type === "ExternalName" ||
    type === UNKNOWN ||
    ports === UNKNOWN ||
    valueAt(object, "spec.clusterIP") === "None";
  if (needsNone) return undefined;
  if (!Array.isArray(ports) || ports.length === 0) {
    return { property: "spec.ports", reason: "a Service needs at least one port, unless it is headless." };
  }
  const unnumbered = ports.findIndex((port) => isObject(port) && !isGiven(port["port"]));
  if (unnumbered < 0) return undefined;
  return { property: `spec.ports[${unnumbered}].port`, reason: "the port's number is missing." };
}

function isGiven(value: PropertyValue | undefined): boolean {
  return value !== undefined && value !== null;
}
