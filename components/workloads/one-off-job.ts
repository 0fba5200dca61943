import * as pulumi from "@pulumi/pulumi";
import type * as model from "../../model/task.ts";
import { jobSpec } from "./job.ts";
import { releaseJob } from "./release-job.ts";
import { type TaskArgs, taskParts } from "./task-resources.ts";

/** Work that each release does once: its Job, and the service account that it runs as. */
export class OneOffJob extends pulumi.ComponentResource {
  /** Complete once the work is done. */
  readonly job: pulumi.Resource;

  constructor(name: string, args: TaskArgs<model.OneOffJob>, opts: pulumi.ComponentResourceOptions) {
    super("slipway:workloads:OneOffJob", name, {}, opts);
    const parts = taskParts(this, args);
    const { deadline } = args.task;
    this.job = releaseJob(this, {
      context: args.context,
      name: args.name,
      parts,
      spec: jobSpec(args.task, parts.template),
      deadline,
    });
    this.registerOutputs({});
  }
}
