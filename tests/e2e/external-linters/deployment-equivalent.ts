import type { Manifest } from "./manifest.ts";

/** What a Rollout and a Deployment both have, and mean the same by. */
const sharedFields = [
  "minReadySeconds",
  "progressDeadlineSeconds",
  "replicas",
  "revisionHistoryLimit",
  "selector",
  "template",
];

/**
 * The Deployment that runs the same pods as a Rollout, and an autoscaler of a Rollout as one of that Deployment; any
 * other object as it is. Linters know no Rollout, and pass one over without a word.
 * @throws TypeError for a Rollout without a pod template of its own.
 */
export function deploymentEquivalent(manifest: Manifest): Manifest {
  const { kind, spec = {} } = manifest;
  const target = spec["scaleTargetRef"] as { readonly kind: string } | undefined;
  if (target?.kind === "Rollout")
    return { ...manifest, spec: { ...spec, scaleTargetRef: { ...target, ...deployment } } };
  if (kind !== "Rollout") return manifest;
  if (spec["template"] === undefined)
    throw new TypeError(`the Rollout ${manifest.metadata.name} has no pod template to make a Deployment of`);
  const shared = Object.entries(spec).filter(([field]) => sharedFields.includes(field));
  const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
  return { ...manifest, ...deployment, spec: { ...Object.fromEntries(shared), strategy } };
}

const deployment = { apiVersion: "apps/v1", kind: "Deployment" } as const;
