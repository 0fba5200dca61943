import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import { priorities, type Priority } from "../capacity/priority.ts";
import { protection } from "../protection.ts";
import type { ClusterProviders } from "./cluster-providers.ts";

/** What {@link PriorityClasses} are made from. */
export interface PriorityClassesArgs {
  readonly environment: Environment;
  readonly providers: ClusterProviders;
}

/**
 * The priorities of an environment's pods. They are no part of a namespace, so they carry the environment's name, and
 * they are kept as data is: a pod that comes back after its stack is gone, a database's for one, is refused without its
 * class.
 */
export class PriorityClasses extends pulumi.ComponentResource {
  /** What every pod of the environment needs to be there. */
  readonly classes: readonly pulumi.Resource[];

  constructor({ environment, providers }: PriorityClassesArgs) {
    const name = `${environment.name}-priorities`;
    super("slipway:cluster:PriorityClasses", name, {}, { providers: { kubernetes: providers.cluster } });
    this.classes = Object.entries(priorities(environment.name)).map(
      ([tier, priority]) =>
        new kubernetes.scheduling.v1.PriorityClass(
          `${name}-${tier}`,
          priorityClass(environment.name, priority),
          {
            parent: this,
            // The API server refuses to change either.
            replaceOnChanges: ["value", "preemptionPolicy"],
            deleteBeforeReplace: true,
            ...protection({ environment, retaining: providers.retaining }),
          },
        ),
    );
    this.registerOutputs({});
  }
}

const priorityClass = (
  environment: EnvironmentName,
  { name, value, preemptionPolicy, description }: Priority,
): kubernetes.types.input.scheduling.v1.PriorityClass => ({
  metadata: {
    name,
    labels: {
      "app.kubernetes.io/name": name,
      "app.kubernetes.io/instance": environment,
      "app.kubernetes.io/component": "priority-class",
      "app.kubernetes.io/part-of": "slipway",
      "app.kubernetes.io/managed-by": "pulumi",
      "slipway.dev/owner": "slipway",
      "slipway.dev/environment": environment,
    },
  },
  value,
  preemptionPolicy,
  globalDefault: false,
  description,
});
