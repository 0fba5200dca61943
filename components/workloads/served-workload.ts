import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { strategyOf } from "../../model/strategy-in-force.ts";
import type { HttpService, StaticSite } from "../../model/workload.ts";
import { isRolledOut, newReleaseService, ownedByArgo } from "../releases/rollout-services.ts";
import { logicalName } from "../system-context.ts";
import { deployWorkload, type WorkloadArgs, workloadIdentity } from "./deployed-workload.ts";
import { serviceSpec } from "./service.ts";

/**
 * Registers a workload that takes traffic, and the Service in front of it, as children of its component; with a second
 * Service in front of a new release, where a Rollout runs it.
 */
export function serveWorkload(
  parent: pulumi.ComponentResource,
  args: WorkloadArgs<HttpService | StaticSite>,
): void {
  const { context, name, service } = args;
  const { labelled, environment } = context;
  const { metadata, selector } = workloadIdentity(args);
  deployWorkload(parent, args);

  const spec = serviceSpec(service, selector);
  const strategy = strategyOf(service, environment.name);
  const opts = { parent, ...(isRolledOut(strategy) ? ownedByArgo : {}) };
  new kubernetes.core.v1.Service(logicalName(labelled, name, "service"), { metadata, spec }, opts);
  if (isRolledOut(strategy)) {
    new kubernetes.core.v1.Service(
      logicalName(labelled, name, `${strategy.kind}-service`),
      { metadata: { ...metadata, name: newReleaseService(name, strategy) }, spec },
      opts,
    );
  }
}
