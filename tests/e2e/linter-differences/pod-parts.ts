import type { Manifest } from "../external-linters/manifest.ts";

export type Json = Readonly<Record<string, unknown>>;

const inside = (value: Json, key: string): Json => value[key] as Json;

/** The spec of the pods that a workload makes. */
export function podSpecOf({ kind, spec = {} }: Manifest): Json {
  if (kind === "Pod") return spec;
  const owner = kind === "CronJob" ? inside(inside(spec, "jobTemplate"), "spec") : spec;
  return inside(inside(owner, "template"), "spec");
}

const listOf = (workload: Manifest, key: string): readonly Json[] =>
  (podSpecOf(workload)[key] ?? []) as readonly Json[];

export const initContainersOf = (workload: Manifest): readonly Json[] => listOf(workload, "initContainers");

export const mainContainersOf = (workload: Manifest): readonly Json[] => listOf(workload, "containers");

export const containersOf = (workload: Manifest): readonly Json[] => [
  ...initContainersOf(workload),
  ...mainContainersOf(workload),
];

/** The seccomp profiles of the pod and of each container, as they are written. */
export const profilesOf = (workload: Manifest): readonly unknown[] =>
  [podSpecOf(workload), ...containersOf(workload)].map(
    (owner) => (owner["securityContext"] as Json | null | undefined)?.["seccompProfile"],
  );

/** The same without what is null, which the API server takes for not set. */
export function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutNulls) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, element]) => element !== null);
  return Object.fromEntries(entries.map(([key, element]) => [key, withoutNulls<unknown>(element)])) as T;
}
