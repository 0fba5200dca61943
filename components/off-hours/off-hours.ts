import { readFileSync } from "node:fs";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { offHoursName, type OffHours as Times } from "../../model/off-hours.ts";
import { hours, minutes } from "../../model/quantities/duration.ts";
import { priorityClassName } from "../capacity/priority.ts";
import type { Store } from "../data/store.ts";
import { type LabelledPart, partLabels, versionLabel, workloadLabels } from "../labels.ts";
import { logicalName, namespaceName, type SystemContext } from "../system-context.ts";
import { cronJobSpec } from "../workloads/job.ts";
import { directions } from "./off-hours-demand.ts";
import { scaleTargets } from "./scale-targets.ts";
import { programFile, switchPod } from "./switch-pod.ts";
import { switchRights } from "./switch-rights.ts";

/** What {@link OffHours} is made from. */
export interface OffHoursArgs {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
  readonly times: Times;
  /** The data stores that run as pods of this environment. */
  readonly stores: readonly Store[];
  /** What must be there before a pod can start. */
  readonly needs: readonly pulumi.Resource[];
}

/**
 * Switches a system of a development environment off when nobody works and on again (CST-05): a CronJob for each, and
 * an account that may set the replicas of this system's own objects and nothing else.
 */
export class OffHours extends pulumi.ComponentResource {
  constructor(name: string, args: OffHoursArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:off-hours:OffHours", name, {}, opts);
    const { context, namespace, times, stores, needs } = args;
    const { labelled, own, environment } = context;
    const image = environment.platformImages.node;
    const part: LabelledPart = { name: offHoursName, workload: "scheduled-task", tier: "standard" };
    const metadata = { name: offHoursName, namespace, labels: partLabels(labelled, part) };
    const labels = workloadLabels(labelled, part, versionLabel(image));
    const targets = scaleTargets(stores, own.system.services);
    const child = { parent: this };
    const account = new kubernetes.core.v1.ServiceAccount(
      logicalName(labelled, offHoursName, "account"),
      { metadata, automountServiceAccountToken: false },
      child,
    );
    const role = new kubernetes.rbac.v1.Role(
      logicalName(labelled, offHoursName, "role"),
      { metadata, rules: switchRights(targets) },
      child,
    );
    const binding = new kubernetes.rbac.v1.RoleBinding(
      logicalName(labelled, offHoursName, "role-binding"),
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: offHoursName },
        subjects: [{ kind: "ServiceAccount", name: offHoursName, namespace }],
      },
      child,
    );
    const program = new kubernetes.core.v1.ConfigMap(
      logicalName(labelled, offHoursName, "program"),
      { metadata, data: { [programFile.name]: switchProgram() } },
      child,
    );
    for (const direction of directions) {
      const template = switchPod({
        name: offHoursName,
        image: image.toString(),
        order: { direction, namespace: namespaceName(labelled), targets },
        priorityClass: priorityClassName(environment.name, part.tier),
        labels,
      });
      new kubernetes.batch.v1.CronJob(
        logicalName(labelled, offHoursName, direction),
        {
          metadata: { ...metadata, name: `${offHoursName}-${direction}`, labels },
          spec: cronJobSpec({ ...runs, timeZone: times.timeZone, schedule: times[direction] }, template),
        },
        { parent: this, dependsOn: [account, role, binding, program, ...needs] },
      );
    }
    this.registerOutputs({});
  }
}

/** A cluster that slept through the time, as one on a laptop does, makes up for it when it wakes soon enough. */
const runs = {
  startWithin: hours(4),
  concurrency: "forbid",
  history: { succeeded: 1, failed: 1 },
  deadline: minutes(10),
  retries: 3,
} as const;

const switchProgram = (): string => readFileSync(new URL("switch.ts", import.meta.url), "utf8");
