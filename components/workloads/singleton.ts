import * as pulumi from "@pulumi/pulumi";
import type * as model from "../../model/workload.ts";
import { deployWorkload, type WorkloadArgs } from "./deployed-workload.ts";

/**
 * A background process of which exactly one runs (SYS-03…05). A rollout stops the old one before it starts the new
 * one; the gap between them is the price (CF-22). A drained node can still overlap the two for as long as one stops.
 */
export class Singleton extends pulumi.ComponentResource {
  constructor(name: string, args: WorkloadArgs<model.Singleton>, opts: pulumi.ComponentResourceOptions) {
    super("slipway:workloads:Singleton", name, {}, opts);
    deployWorkload(this, args);
    this.registerOutputs({});
  }
}
