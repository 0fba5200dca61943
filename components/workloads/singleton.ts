import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type * as model from "../../model/workload.ts";
import { logicalName } from "../system-context.ts";
import { deployWorkload, type WorkloadArgs, workloadIdentity } from "./deployed-workload.ts";

/**
 * A background process of which exactly one runs (SYS-03…05): the old one is gone before the next one starts, in a
 * release as on a drained node. The gap between them is the price (CF-22).
 */
export class Singleton extends pulumi.ComponentResource {
  constructor(name: string, args: WorkloadArgs<model.Singleton>, opts: pulumi.ComponentResourceOptions) {
    super("slipway:workloads:Singleton", name, {}, opts);
    const { metadata, selector } = workloadIdentity(args);
    // A StatefulSet belongs to a Service. This one leads nowhere: nobody calls a singleton.
    const service = new kubernetes.core.v1.Service(
      logicalName(args.context.labelled, args.name, "service"),
      { metadata, spec: { type: "ClusterIP", clusterIP: "None", selector } },
      { parent: this },
    );
    deployWorkload(this, { ...args, needs: [...args.needs, service] });
    this.registerOutputs({});
  }
}
