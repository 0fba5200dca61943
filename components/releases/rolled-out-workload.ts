import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { BlueGreen, Canary } from "../../model/rollout-strategy.ts";
import type { HttpService, StaticSite } from "../../model/workload.ts";
import { analysisTemplateSpec } from "../observability/analysis-template.ts";
import { logicalName, namespaceName } from "../system-context.ts";
import { type WorkloadArgs, workloadIdentity } from "../workloads/deployed-workload.ts";
import type { PodInput } from "../workloads/pod.ts";
import { rolloutsApi } from "./argo-rollouts.ts";
import { rolloutSpec } from "./rollout.ts";

interface RolloutOptions extends Omit<pulumi.CustomResourceOptions, "dependsOn"> {
  readonly dependsOn: readonly pulumi.Resource[];
}

/**
 * Registers the Rollout that runs a workload's pods, and the analysis that its releases are judged by.
 *
 * Its first pods are waited for, as what it replaces may only go once they are there. A later release is not: the
 * condition is about the stable pods then, and holds all along. `make up` follows the release itself afterwards.
 */
export function rollOutWorkload(
  parent: pulumi.ComponentResource,
  args: WorkloadArgs<HttpService | StaticSite>,
  pods: PodInput,
  strategy: Canary | BlueGreen,
  opts: RolloutOptions,
): void {
  const { context, name, service } = args;
  const { labelled, own } = context;
  const { metadata } = workloadIdentity(args);
  const analysis = new kubernetes.apiextensions.CustomResource(
    logicalName(labelled, name, "analysis"),
    {
      apiVersion: rolloutsApi,
      kind: "AnalysisTemplate",
      metadata,
      spec: analysisTemplateSpec({
        namespace: namespaceName(labelled),
        name,
        service,
        strategy,
        objectives: own.system.objectives,
      }),
    },
    { parent },
  );
  new kubernetes.apiextensions.CustomResource(
    logicalName(labelled, name),
    {
      apiVersion: rolloutsApi,
      kind: "Rollout",
      metadata: {
        ...metadata,
        labels: pods.labels,
        annotations: { "pulumi.com/waitFor": "condition=Available" },
      },
      spec: rolloutSpec(pods, strategy),
    },
    { ...opts, dependsOn: [...opts.dependsOn, analysis] },
  );
}
