import * as pulumi from "@pulumi/pulumi";
import type * as model from "../../model/workload.ts";
import type { WorkloadArgs } from "./deployed-workload.ts";
import { serveWorkload } from "./served-workload.ts";

/** A process that answers HTTP requests: its Deployment and what belongs to it, and the Service in front. */
export class HttpService extends pulumi.ComponentResource {
  constructor(name: string, args: WorkloadArgs<model.HttpService>, opts: pulumi.ComponentResourceOptions) {
    super("slipway:workloads:HttpService", name, {}, opts);
    serveWorkload(this, args);
    this.registerOutputs({});
  }
}
