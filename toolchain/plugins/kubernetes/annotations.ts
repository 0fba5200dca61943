import { annotation, type KubernetesObject } from "./cluster/kubernetes-object.ts";

/** The vendor's annotations by which a program says how an object is to be treated. */
const PREFIX = "pulumi.com/";

const REPLACE_UNREADY = "replaceUnready";

/** Where an object says that it {@link replacesUnready}. */
export const replaceUnreadyPath = ["metadata", "annotations", `${PREFIX}${REPLACE_UNREADY}`];

export function skipsAwait(object: KubernetesObject): boolean {
  return isTrue(object, "skipAwait");
}

export function forcesPatch(object: KubernetesObject): boolean {
  return isTrue(object, "patchForce");
}

/** Whether a Job that did not complete is to give way to a new one. */
export function replacesUnready(object: KubernetesObject): boolean {
  return isTrue(object, REPLACE_UNREADY);
}

/** Empty where the program names none. */
export function namedFieldManager(object: KubernetesObject): string {
  return annotation(object, `${PREFIX}patchFieldManager`);
}

/** The conditions that the program waits for: one, or a JSON list of them; empty where it names none. */
export function waitedFor(object: KubernetesObject): string[] {
  const text = annotation(object, `${PREFIX}waitFor`);
  if (text === "") return [];
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list) && list.every((entry) => typeof entry === "string")) return list;
  } catch {
    // One condition that stands by itself is no JSON.
  }
  return [text];
}

export type PropagationPolicy = "Foreground" | "Background" | "Orphan";

export function propagationPolicy(object: KubernetesObject): PropagationPolicy {
  switch (annotation(object, `${PREFIX}deletionPropagationPolicy`).toLowerCase()) {
    case "orphan":
      return "Orphan";
    case "background":
      return "Background";
    default:
      return "Foreground";
  }
}

const DEFAULT_SECONDS = 600;

/** Milliseconds that waiting may take: the resource's own time-out, else its annotation, else 10 minutes. */
export function waitingTime(object: KubernetesObject, timeoutSeconds: number): number {
  const annotated = annotation(object, `${PREFIX}timeoutSeconds`);
  const seconds =
    timeoutSeconds > 0 ? timeoutSeconds : /^\d+$/.test(annotated) ? Number(annotated) : DEFAULT_SECONDS;
  return seconds * 1000;
}

function isTrue(object: KubernetesObject, name: string): boolean {
  return annotation(object, `${PREFIX}${name}`) === "true";
}
