import type { SystemEnvironment } from "../../config/environment.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import type { Migration } from "../../model/migration.ts";
import { seconds } from "../../model/quantities/duration.ts";
import type { Task } from "../../model/task.ts";
import { flagFiles } from "../flags/flag-files.ts";
import type { Labels } from "../labels.ts";
import { containerEnvironment } from "./container-environment.ts";
import { hardenedPod } from "./hardened-pod.ts";
import type { PodTemplate } from "./pod-template.ts";
import { traceEnvironment } from "./telemetry-environment.ts";

/** What the pod of a task is made from. */
export interface TaskPodInput {
  readonly stack: EnvironmentName;
  readonly environment: SystemEnvironment;
  readonly name: string;
  readonly task: Task | Migration;
  /** The image to run, pinned. */
  readonly image: string;
  /** The ConfigMap of its settings, when it has any. */
  readonly configMap: string | undefined;
  readonly priorityClass: string;
  readonly labels: Labels;
}

/** What a task that is told to stop may need to put down what it holds. */
const stopAllowance = seconds(30);

/** The pod of a scheduled task or a one-off job: hardened like that of a service, without probes, and it ends. */
export function taskPod(input: TaskPodInput): PodTemplate {
  const { stack, environment, name, task, image, configMap, priorityClass, labels } = input;
  const declared = environment.system.images[task.image];
  if (!declared) throw new TypeError(`validation let the undeclared image ${task.image} through`);
  const pod = hardenedPod({
    name,
    image,
    user: declared.user,
    priorityClass,
    gracePeriod: stopAllowance,
    size: task.size,
    scratch: task.scratch,
    files: flagFiles(environment.system, task),
    container: {
      command: [...task.command],
      env: [
        ...containerEnvironment(environment, task),
        ...traceEnvironment({ stack, own: environment, name, runnable: task }),
      ],
      ...(configMap === undefined ? {} : { envFrom: [{ configMapRef: { name: configMap } }] }),
    },
  });
  return { metadata: { labels }, spec: { ...pod, restartPolicy: "Never" } };
}
