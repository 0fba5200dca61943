import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { clusterNames, poolerNames } from "../data/clustered-database.ts";
import { poolerSelector } from "../data/pooler-spec.ts";
import { selectorLabels, systemLabels } from "../labels.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import { systemEdges } from "./edges.ts";
import type { PodsOf } from "./policy-peers.ts";
import { allowances, denial, type NamedPolicy } from "./policy-specs.ts";

/** What {@link NetworkPolicies} are made from. */
export interface NetworkPoliciesArgs {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
}

/** What may talk to what in a system's namespace, and that nothing else may (NET-01, NET-12, SEC-17). */
export class NetworkPolicies extends pulumi.ComponentResource {
  constructor(
    name: string,
    { context, namespace }: NetworkPoliciesArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("slipway:network:NetworkPolicies", name, {}, opts);
    const { labelled, environment, own } = context;
    const register = (policy: NamedPolicy, dependsOn: pulumi.Resource[] = []): pulumi.Resource =>
      new kubernetes.networking.v1.NetworkPolicy(
        logicalName(labelled, policy.name, "policy"),
        {
          metadata: {
            name: policy.name,
            namespace,
            labels: systemLabels(labelled),
            annotations: { "kubernetes.io/description": policy.description },
          },
          spec: policy.spec,
        },
        { parent: this, dependsOn },
      );
    // The denial comes last, and goes first, so that pods which run already are not cut off in between.
    const allowed = allowances(systemEdges(environment, own), podsOf(context)).map((policy) =>
      register(policy),
    );
    register(denial, allowed);
    this.registerOutputs({});
  }
}

/**
 * The operator labels its pods itself, the jobs that make them too; all others carry labels of ours. A pooler's pods carry the name
 * of their cluster as well.
 */
function podsOf({ labelled, environment, own }: SystemContext): PodsOf {
  const clusters = clusterNames(environment, own);
  const poolers = poolerNames(environment, own);
  return (part) => {
    if (poolers.includes(part)) return { matchLabels: poolerSelector(part) };
    if (clusters.includes(part))
      return {
        matchLabels: { "cnpg.io/cluster": part },
        matchExpressions: [{ key: "cnpg.io/poolerName", operator: "DoesNotExist" }],
      };
    return { matchLabels: selectorLabels(labelled, part) };
  };
}
