import * as pulumi from "@pulumi/pulumi";
import type * as model from "../../model/workload.ts";
import { deployWorkload, type WorkloadArgs } from "./deployed-workload.ts";

/** A background process of which several may run side by side. Nothing calls it, so it has no Service. */
export class Worker extends pulumi.ComponentResource {
  constructor(name: string, args: WorkloadArgs<model.Worker>, opts: pulumi.ComponentResourceOptions) {
    super("slipway:workloads:Worker", name, {}, opts);
    deployWorkload(this, args);
    this.registerOutputs({});
  }
}
