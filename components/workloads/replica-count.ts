import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { SystemEnvironment } from "../../config/environment.ts";
import type { Workload } from "../../model/workload.ts";

/** Whatever has a number of replicas. */
type Scaled = Pick<Workload, "scale">;

/**
 * The number of replicas as a workload's specification states it: not at all under an autoscaler (POL-12), nor where
 * everything is switched off and on by the clock (CST-05), or an update at night would switch it on.
 */
export const statedReplicas = (
  { scale }: Scaled,
  { offHours }: Pick<SystemEnvironment, "offHours">,
): { replicas?: number } =>
  scale.kind === "fixed" && offHours === undefined ? { replicas: scale.replicas } : {};

/**
 * How an autoscaler's number is left alone. To state it no longer is not enough: a field that nobody owns goes back
 * to its default, so a workload that had a fixed number would fall to one pod until its autoscaler has looked. What is
 * ignored keeps the number that it has, and its owner.
 */
export const unstatedReplicas = ({ scale }: Scaled): Pick<CustomResourceOptions, "ignoreChanges"> =>
  scale.kind === "autoscaled" ? { ignoreChanges: ["spec.replicas"] } : {};
