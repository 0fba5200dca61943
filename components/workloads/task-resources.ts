import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Migration } from "../../model/migration.ts";
import type { Task } from "../../model/task.ts";
import { priorityClassName } from "../capacity/priority.ts";
import { type LabelledPart, type Labels, partLabels, versionLabel, workloadLabels } from "../labels.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import { accountAnnotations, identityLabels } from "./cloud-identity.ts";
import type { PodTemplate } from "./pod-template.ts";
import { taskPod } from "./task-pod.ts";
import { variableConfig } from "./variable-config.ts";

/** What every kind of task is made from. */
export interface TaskArgs<T extends Task | Migration> {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
  readonly name: string;
  readonly task: T;
  /** What must be there before a pod can start: its ConfigMaps, its Secrets, its image. */
  readonly needs: readonly pulumi.Resource[];
}

/** What a task's own object is made with. */
export interface TaskParts {
  readonly metadata: { readonly namespace: pulumi.Input<string>; readonly labels: Labels };
  /** Tells one release of its image from the next. */
  readonly version: string;
  readonly template: PodTemplate;
  readonly dependsOn: pulumi.Resource[];
}

/** Registers a task's service account, which has no rights, and returns what its own object is made with. */
export function taskParts(parent: pulumi.ComponentResource, args: TaskArgs<Task | Migration>): TaskParts {
  const { context, namespace, name, task, needs } = args;
  const { labelled, own, environment } = context;
  const image = own.images.get(task.image);
  if (!image) throw new TypeError(`validation let the undeclared image ${task.image} through`);
  const part: LabelledPart = { name, workload: task.kind, tier: "standard" };
  const identity = own.identities?.get(name);
  const account = new kubernetes.core.v1.ServiceAccount(
    logicalName(labelled, name, "account"),
    {
      metadata: { name, namespace, labels: partLabels(labelled, part), ...accountAnnotations(identity) },
      automountServiceAccountToken: false,
    },
    { parent },
  );
  const version = versionLabel(image);
  const labels = workloadLabels(labelled, part, version);
  return {
    metadata: { namespace, labels },
    version,
    template: taskPod({
      stack: environment.name,
      environment: own,
      name,
      task,
      image: image.toString(),
      configMap: variableConfig(environment.name, own, task.variables)?.name,
      priorityClass: priorityClassName(environment.name, part.tier),
      labels: { ...labels, ...identityLabels(identity) },
    }),
    dependsOn: [account, ...needs],
  };
}
