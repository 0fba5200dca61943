import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Workload } from "../../model/workload.ts";
import { partLabels, selectorLabels, versionLabel, workloadLabels } from "../labels.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import { autoscalerSpec } from "./autoscaler.ts";
import { deploymentSpec, rolloutTimeout } from "./deployment.ts";
import { disruptionBudgetSpec } from "./disruption-budget.ts";
import { variableConfig } from "./variable-config.ts";

/** What every kind of workload is made from. */
export interface WorkloadArgs<W extends Workload> {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
  readonly name: string;
  readonly service: W;
  /** What must be there before a pod can start: its ConfigMap, its Secrets, its image. */
  readonly needs: readonly pulumi.Resource[];
}

/** The metadata of a workload's resources, and what selects its pods. */
export interface WorkloadIdentity {
  readonly metadata: { name: string; namespace: pulumi.Input<string>; labels: Record<string, string> };
  readonly selector: Record<string, string>;
}

/** Names and labels that all resources of one workload share. */
export function workloadIdentity({
  context,
  namespace,
  name,
  service,
}: WorkloadArgs<Workload>): WorkloadIdentity {
  const labels = partLabels(context.labelled, { name, workload: service.kind, tier: service.tier });
  return { metadata: { name, namespace, labels }, selector: selectorLabels(context.labelled, name) };
}

/**
 * Registers what every workload has, as children of its component: a service account without rights, a Deployment,
 * and, where the declaration gives rise to one, an autoscaler and a disruption budget.
 */
export function deployWorkload(parent: pulumi.ComponentResource, args: WorkloadArgs<Workload>): void {
  const { context, name, service, needs } = args;
  const { labelled, own, environment } = context;
  const { metadata, selector } = workloadIdentity(args);
  const image = own.images.get(service.image);
  if (!image) throw new TypeError(`validation let the undeclared image ${service.image} through`);

  const account = new kubernetes.core.v1.ServiceAccount(
    logicalName(labelled, name, "account"),
    { metadata, automountServiceAccountToken: false },
    { parent },
  );
  const labels = workloadLabels(
    labelled,
    { name, workload: service.kind, tier: service.tier },
    versionLabel(image),
  );
  const timeout = `${rolloutTimeout(service).wholeSeconds}s`;
  new kubernetes.apps.v1.Deployment(
    logicalName(labelled, name),
    {
      metadata: { ...metadata, labels },
      spec: deploymentSpec({
        environment: own,
        name,
        service,
        image: image.toString(),
        configMap: variableConfig(environment.name, own, service.variables)?.name,
        labels,
        selector,
      }),
    },
    { parent, dependsOn: [account, ...needs], customTimeouts: { create: timeout, update: timeout } },
  );
  if (service.scale.kind === "autoscaled") {
    new kubernetes.autoscaling.v2.HorizontalPodAutoscaler(
      logicalName(labelled, name, "autoscaler"),
      { metadata, spec: autoscalerSpec(name, service.scale) },
      { parent },
    );
  }
  const budget = disruptionBudgetSpec(service.scale, selector);
  if (budget) {
    new kubernetes.policy.v1.PodDisruptionBudget(
      logicalName(labelled, name, "disruption-budget"),
      { metadata, spec: budget },
      { parent },
    );
  }
}
