import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type * as model from "../../model/task.ts";
import { logicalName } from "../system-context.ts";
import { cronJobSpec } from "./job.ts";
import { type TaskArgs, taskParts } from "./task-resources.ts";

/** Work that is done by the clock: its CronJob, and the service account that it runs as. */
export class ScheduledTask extends pulumi.ComponentResource {
  constructor(name: string, args: TaskArgs<model.ScheduledTask>, opts: pulumi.ComponentResourceOptions) {
    super("slipway:workloads:ScheduledTask", name, {}, opts);
    const { metadata, template, dependsOn } = taskParts(this, args);
    new kubernetes.batch.v1.CronJob(
      logicalName(args.context.labelled, args.name),
      { metadata: { ...metadata, name: args.name }, spec: cronJobSpec(args.task, template) },
      { parent: this, dependsOn },
    );
    this.registerOutputs({});
  }
}
