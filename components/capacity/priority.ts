import type { EnvironmentName } from "../../model/environment-name.ts";
import type { Tier } from "../../model/workload.ts";

/** How urgent pods are to the scheduler. */
export interface Priority {
  readonly name: string;
  readonly value: number;
  readonly preemptionPolicy: "PreemptLowerPriority" | "Never";
  readonly description: string;
}

/** Environments that share a cluster after all stand in this order, whole: all of production above all of staging. */
const rank: Record<EnvironmentName, number> = { dev: 1, staging: 2, production: 3 };

/** The name of an environment's priority class for a tier. */
export const priorityClassName = (environment: EnvironmentName, tier: Tier): string =>
  `${environment}-${tier}`;

/**
 * An environment's priorities, by tier. Critical pods take the place of others when no node has room. Standard ones wait,
 * and so never put out what other people run in the cluster, which has no priority as a rule.
 */
export const priorities = (environment: EnvironmentName): Readonly<Record<Tier, Priority>> => ({
  critical: {
    name: priorityClassName(environment, "critical"),
    value: rank[environment] * 1_000_000 + 500_000,
    preemptionPolicy: "PreemptLowerPriority",
    description: `${environment}: users notice at once when it is gone`,
  },
  standard: {
    name: priorityClassName(environment, "standard"),
    value: rank[environment] * 1_000_000,
    preemptionPolicy: "Never",
    description: `${environment}: may wait for room`,
  },
});
