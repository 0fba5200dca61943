import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Demand } from "../capacity/demand.ts";
import { limitRangeSpec, quotaSpec } from "../capacity/quota.ts";
import { systemLabels } from "../labels.ts";
import { protection } from "../protection.ts";
import { logicalName, namespaceName, type SystemContext } from "../system-context.ts";

/** What a {@link Boundary} is made from. */
export interface BoundaryArgs {
  readonly context: SystemContext;
  /** What everything in it may need at its peak. */
  readonly demands: readonly Demand[];
}

/** A system's namespace, and what holds for everything in it: restricted pod security, a quota, default limits. */
export class Boundary extends pulumi.ComponentResource {
  /** The namespace's name, known to exist. */
  readonly namespace: pulumi.Output<string>;

  constructor(name: string, { context, demands }: BoundaryArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:network:Boundary", name, {}, opts);
    const { labelled } = context;
    const labels = systemLabels(labelled);
    const created = new kubernetes.core.v1.Namespace(
      logicalName(labelled, "namespace"),
      { metadata: { name: namespaceName(labelled), labels: { ...labels, ...podSecurityLabels } } },
      { parent: this, ...protection(context) },
    );
    this.namespace = created.metadata.name;
    const metadata = { name: namespaceName(labelled), namespace: this.namespace, labels };
    new kubernetes.core.v1.ResourceQuota(
      logicalName(labelled, "quota"),
      { metadata, spec: quotaSpec(demands) },
      { parent: this },
    );
    new kubernetes.core.v1.LimitRange(
      logicalName(labelled, "limits"),
      { metadata, spec: limitRangeSpec() },
      { parent: this },
    );
    this.registerOutputs({ namespace: this.namespace });
  }
}

/**
 * The release of Kubernetes whose restricted level pods are held to: an upgrade of the cluster refuses nothing by itself. An older
 * cluster takes it for its own. What the newest level would refuse is told in warnings and in the audit log.
 */
const enforcedRelease = "v1.36";

const podSecurityLabels = Object.fromEntries(
  Object.entries({ enforce: enforcedRelease, warn: "latest", audit: "latest" }).flatMap(([mode, version]) => [
    [`pod-security.kubernetes.io/${mode}`, "restricted"],
    [`pod-security.kubernetes.io/${mode}-version`, version],
  ]),
);
