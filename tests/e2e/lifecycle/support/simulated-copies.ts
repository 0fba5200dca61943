import type { V1Deployment, V1PodDisruptionBudget } from "@kubernetes/client-node";
import type { EnvironmentName } from "../../../../model/environment-name.ts";
import { fewestReplicas } from "../../../../model/scaling.ts";
import { capture } from "../../../../rendering/capture.ts";
import { systems } from "../../../../systems/all.ts";
import { applyObjects } from "../../../../toolchain/cluster/apply.ts";
import { SIMULATED_TAINT } from "../../../../toolchain/cluster/simulated-nodes.ts";
import { stackConfiguration } from "./stack-configuration.ts";
import type { Suite } from "./suite.ts";

/** A Deployment of a stack, copied to nodes whose pods are simulated. */
export interface CopiedDeployment {
  /** `<system>-<service>`: the name of the copy, and the value of its name label. */
  readonly name: string;
  readonly replicas: number;
  readonly hasBudget: boolean;
}

const NAME_LABEL = "app.kubernetes.io/name";

/**
 * Copies every Deployment of a stack with its budget, and every Rollout as a Deployment of the same pods. What is
 * scheduled is as it is declared, but for the taint and the priority.
 */
export async function copyToSimulatedNodes(
  { clients, cluster, images }: Suite,
  stack: EnvironmentName,
  namespace: string,
): Promise<readonly CopiedDeployment[]> {
  const resources = await capture(stack, { environment: stackConfiguration(stack, cluster, images) });
  await clients.core.createNamespace({ body: { metadata: { name: namespace } } });
  const ofKind = (kind: string): unknown[] =>
    resources.filter(({ type }) => type.endsWith(`:${kind}`)).map(({ inputs }) => inputs);
  const budgets = new Map(
    (ofKind("PodDisruptionBudget") as V1PodDisruptionBudget[]).map((budget) => [copyName(budget), budget]),
  );
  const copies: CopiedDeployment[] = [];
  const rolledOut = (ofKind("Rollout") as V1Deployment[]).map(asDeployment);
  for (const deployment of [...(ofKind("Deployment") as V1Deployment[]), ...rolledOut]) {
    const name = copyName(deployment);
    const replicas = deployment.spec?.replicas ?? fewestOf(deployment);
    const copy = renamed(deployment, name, namespace);
    const spec = copy.spec?.template.spec;
    if (copy.spec === undefined || spec === undefined) throw new Error(`${name} has no pod template`);
    copy.spec.replicas = replicas;
    spec.serviceAccountName = "default";
    // Its class is the stack's, which may not be there.
    delete spec.priorityClassName;
    spec.nodeSelector = { "slipway.dev/simulated": "true" };
    spec.tolerations = [{ ...SIMULATED_TAINT, operator: "Equal" }];
    const budget = budgets.get(name);
    await applyObjects(cluster.kubeconfig, [copy, ...(budget ? [renamed(budget, name, namespace)] : [])]);
    copies.push({ name, replicas, hasBudget: budget !== undefined });
  }
  return copies;
}

/** The Deployment that would run the pods of a Rollout. Whose pods they are is nothing to the scheduler. */
function asDeployment({ metadata = {}, spec }: V1Deployment): V1Deployment {
  if (spec === undefined) throw new Error(`${metadata.name ?? "A Rollout"} has no specification`);
  const { replicas, selector, template, minReadySeconds } = spec;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata,
    spec: {
      selector,
      template,
      ...(replicas === undefined ? {} : { replicas }),
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
    },
  };
}

interface Named {
  metadata?: { name?: string; namespace?: string; labels?: Record<string, string> };
}

const copyName = ({ metadata }: Named): string =>
  `${metadata?.labels?.["app.kubernetes.io/part-of"] ?? ""}-${metadata?.name ?? ""}`;

/** Systems may name their services alike, and all copies lie in one namespace. */
function renamed<T extends Named>(object: T, name: string, namespace: string): T {
  const copy = JSON.parse(
    JSON.stringify(object, (key, value: unknown) => (key === NAME_LABEL ? name : value)),
  ) as T;
  copy.metadata = { ...copy.metadata, name, namespace };
  return copy;
}

/** An autoscaled Deployment states no number of its own. */
function fewestOf(deployment: V1Deployment): number {
  const system = systems.find(
    ({ name }) => name === deployment.metadata?.labels?.["app.kubernetes.io/part-of"],
  );
  const service = system?.services[deployment.metadata?.name ?? ""];
  return service === undefined ? 1 : fewestReplicas(service.scale);
}
