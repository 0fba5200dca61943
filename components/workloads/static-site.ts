import * as pulumi from "@pulumi/pulumi";
import type * as model from "../../model/workload.ts";
import type { WorkloadArgs } from "./deployed-workload.ts";
import { serveWorkload } from "./served-workload.ts";

/** Files behind an unprivileged web server, and the Service in front on the web's own port (CF-09). */
export class StaticSite extends pulumi.ComponentResource {
  constructor(name: string, args: WorkloadArgs<model.StaticSite>, opts: pulumi.ComponentResourceOptions) {
    super("slipway:workloads:StaticSite", name, {}, opts);
    serveWorkload(this, args);
    this.registerOutputs({});
  }
}
