import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { HttpService, StaticSite } from "../../model/workload.ts";
import { logicalName } from "../system-context.ts";
import { deployWorkload, type WorkloadArgs, workloadIdentity } from "./deployed-workload.ts";
import { serviceSpec } from "./service.ts";

/** Registers a workload that takes traffic, and the Service in front of it, as children of its component. */
export function serveWorkload(
  parent: pulumi.ComponentResource,
  args: WorkloadArgs<HttpService | StaticSite>,
): void {
  const { metadata, selector } = workloadIdentity(args);
  deployWorkload(parent, args);
  new kubernetes.core.v1.Service(
    logicalName(args.context.labelled, args.name, "service"),
    { metadata, spec: serviceSpec(args.service, selector) },
    { parent },
  );
}
