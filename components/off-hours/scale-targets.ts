import { fewestReplicas } from "../../model/scaling.ts";
import type { Workload } from "../../model/workload.ts";
import type { Store } from "../data/store.ts";

/** One object with replicas, and how many it has while it is on. */
export interface ScaleTarget {
  readonly resource: "deployments" | "statefulsets";
  readonly name: string;
  readonly replicas: number;
}

/**
 * What is switched off and on, in the order in which it is switched on: data stores before who reads them. They are
 * what costs most in an environment that is idle, and their data is in claims that stay. An autoscaler whose workload
 * has no replicas does nothing until there is one again, so that is switched on at its minimum.
 */
export const scaleTargets = (
  stores: readonly Store[],
  services: Readonly<Record<string, Workload>>,
): readonly ScaleTarget[] => [
  ...stores.map(({ part }): ScaleTarget => ({ resource: "statefulsets", name: part.name, replicas: 1 })),
  ...Object.entries(services).map(([name, service]): ScaleTarget => ({
    resource: service.kind === "singleton" ? "statefulsets" : "deployments",
    name,
    replicas: fewestReplicas(service.scale),
  })),
];
