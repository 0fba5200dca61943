import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { strategyOf } from "../../model/strategy-in-force.ts";
import { takesTraffic } from "../../model/time-limits.ts";
import type { Workload } from "../../model/workload.ts";
import { priorityClassName } from "../capacity/priority.ts";
import { partLabels, selectorLabels, versionLabel, workloadLabels } from "../labels.ts";
import { podMonitorSpec } from "../observability/pod-monitor.ts";
import { scrapedEndpoint } from "../observability/scraped.ts";
import { rolloutsApi } from "../releases/argo-rollouts.ts";
import { rollOutWorkload } from "../releases/rolled-out-workload.ts";
import { isRolledOut } from "../releases/rollout-services.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import { autoscalerSpec, type AutoscaledObject } from "./autoscaler.ts";
import { accountAnnotations, identityLabels } from "./cloud-identity.ts";
import { deploymentSpec, rolloutTimeout } from "./deployment.ts";
import { disruptionBudgetSpec } from "./disruption-budget.ts";
import type { MountedFiles } from "./mounted-files.ts";
import type { PodInput } from "./pod.ts";
import { unstatedReplicas } from "./replica-count.ts";
import { singletonSetSpec } from "./singleton-set.ts";
import { readsVariables, variableConfig } from "./variable-config.ts";

/** What every kind of workload is made from. */
export interface WorkloadArgs<W extends Workload> {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
  readonly name: string;
  readonly service: W;
  /** Files that its container reads besides those of the image. */
  readonly files?: readonly MountedFiles[];
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
 * Registers what every workload has, as children of its component: a service account without rights, what runs its
 * pods, and, where the declaration gives rise to one, an autoscaler, a disruption budget, and what has Prometheus ask the pods.
 */
export function deployWorkload(parent: pulumi.ComponentResource, args: WorkloadArgs<Workload>): void {
  const { context, name, service, needs } = args;
  const { labelled, own, environment } = context;
  const { metadata, selector } = workloadIdentity(args);
  const image = own.images.get(service.image);
  if (!image) throw new TypeError(`validation let the undeclared image ${service.image} through`);

  const identity = own.identities?.get(name);
  const account = new kubernetes.core.v1.ServiceAccount(
    logicalName(labelled, name, "account"),
    { metadata: { ...metadata, ...accountAnnotations(identity) }, automountServiceAccountToken: false },
    { parent },
  );
  const labels = workloadLabels(
    labelled,
    { name, workload: service.kind, tier: service.tier },
    versionLabel(image),
  );
  const timeout = `${rolloutTimeout(service).wholeSeconds}s`;
  const pods: PodInput = {
    stack: environment.name,
    environment: own,
    name,
    service,
    image: image.toString(),
    configMap: readsVariables(service)
      ? variableConfig(environment.name, own, service.variables)?.name
      : undefined,
    files: args.files ?? [],
    priorityClass: priorityClassName(environment.name, service.tier),
    labels: { ...labels, ...identityLabels(identity) },
    selector,
  };
  const strategy = strategyOf(service, environment.name);
  const versioned = { ...metadata, labels };
  const opts = {
    parent,
    dependsOn: [account, ...needs],
    customTimeouts: { create: timeout, update: timeout },
    ...unstatedReplicas(service),
  };
  if (service.kind === "singleton") {
    new kubernetes.apps.v1.StatefulSet(
      logicalName(labelled, name),
      { metadata: versioned, spec: singletonSetSpec(pods) },
      opts,
    );
  } else if (takesTraffic(service) && isRolledOut(strategy)) {
    rollOutWorkload(parent, { ...args, service }, pods, strategy, opts);
  } else {
    new kubernetes.apps.v1.Deployment(
      logicalName(labelled, name),
      { metadata: versioned, spec: deploymentSpec(pods) },
      opts,
    );
  }
  if (service.scale.kind === "autoscaled") {
    const target: AutoscaledObject = isRolledOut(strategy)
      ? { apiVersion: rolloutsApi, kind: "Rollout", name }
      : { apiVersion: "apps/v1", kind: "Deployment", name };
    new kubernetes.autoscaling.v2.HorizontalPodAutoscaler(
      logicalName(labelled, name, "autoscaler"),
      { metadata, spec: autoscalerSpec(target, service.scale, environment.name) },
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
  const scraped = scrapedEndpoint(environment.name, service);
  if (scraped) {
    new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, name, "monitor"),
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PodMonitor",
        metadata,
        spec: podMonitorSpec(selector, scraped),
      },
      { parent },
    );
  }
}
