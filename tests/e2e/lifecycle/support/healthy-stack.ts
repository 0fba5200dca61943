import type { V1Pod } from "@kubernetes/client-node";
import { expect } from "vitest";
import type { EnvironmentName } from "../../../../model/environment-name.ts";
import { systems } from "../../../../systems/all.ts";
import type { Cluster } from "../../../../toolchain/cluster/cluster.ts";
import { eventually } from "./eventually.ts";
import { isReady, type KubernetesClients, podsOf } from "./kubernetes.ts";
import { runningContainers } from "./node-processes.ts";
import { rolloutsOf, whyNotWhole } from "./rollouts.ts";

const namespaces = (stack: EnvironmentName): string[] => systems.map(({ name }) => `${name}-${stack}`);

/** Every Deployment, StatefulSet and Rollout of the stack is available, every pod is ready, and no claim is pending. */
export async function expectHealthy(clients: KubernetesClients, stack: EnvironmentName): Promise<void> {
  for (const namespace of namespaces(stack)) {
    await eventually(`all of ${namespace} is ready`, async () => {
      expect(await unhealthy(clients, namespace)).toEqual([]);
      return true;
    });
  }
}

async function unhealthy(clients: KubernetesClients, namespace: string): Promise<string[]> {
  const { apps, core } = clients;
  const found: string[] = [];
  const deployments = await apps.listNamespacedDeployment({ namespace });
  const stateful = await apps.listNamespacedStatefulSet({ namespace });
  const rollouts = await rolloutsOf(clients, namespace);
  const declared = systems.find(({ name }) => namespace.startsWith(`${name}-`))?.services ?? {};
  const workloads = [...deployments.items, ...stateful.items, ...rollouts].map(
    ({ metadata }) => metadata?.name,
  );
  const missing = Object.keys(declared).filter((service) => !workloads.includes(service));
  found.push(...missing.map((service) => `nothing runs ${service}`));
  found.push(...rollouts.flatMap((rollout) => whyNotWhole(rollout) ?? []));
  for (const { kind, items } of [
    { kind: "Deployment", items: deployments.items },
    { kind: "StatefulSet", items: stateful.items },
  ]) {
    for (const { metadata, spec, status } of items) {
      const wanted = spec?.replicas ?? 1;
      const available = status?.availableReplicas ?? 0;
      const updated = status?.updatedReplicas ?? 0;
      if (available < wanted || updated < wanted)
        found.push(
          `${kind} ${metadata?.name ?? ""}: ${available} of ${wanted} available, ${updated} updated`,
        );
    }
  }
  const pods = await core.listNamespacedPod({ namespace });
  for (const pod of pods.items) {
    if (pod.metadata?.deletionTimestamp !== undefined || pod.status?.phase === "Succeeded") continue;
    if (!isReady(pod))
      found.push(`Pod ${pod.metadata?.name ?? ""}: ${pod.status?.phase ?? "unknown"}, not ready`);
  }
  const claims = await core.listNamespacedPersistentVolumeClaim({ namespace });
  for (const { metadata, status } of claims.items)
    if (status?.phase !== "Bound") found.push(`claim ${metadata?.name ?? ""}: ${status?.phase ?? "unknown"}`);
  return found;
}

/** What the kernel of the node holds every container to is what its pod declares. */
export async function expectAsDeclared(
  clients: KubernetesClients,
  cluster: Cluster,
  stack: EnvironmentName,
): Promise<number> {
  let containers = 0;
  for (const namespace of namespaces(stack)) {
    for (const pod of await podsOf(clients, namespace)) {
      if (pod.metadata?.deletionTimestamp !== undefined || pod.status?.phase !== "Running") continue;
      containers += expectPodAsDeclared(pod, cluster);
    }
  }
  const services = systems.reduce((sum, system) => sum + Object.keys(system.services).length, 0);
  expect(containers).toBeGreaterThanOrEqual(services);
  return containers;
}

function expectPodAsDeclared({ metadata, spec, status }: V1Pod, cluster: Cluster): number {
  const name = metadata?.name ?? "";
  const processes = runningContainers(cluster, metadata?.uid ?? "");
  for (const container of spec?.containers ?? []) {
    const id = status?.containerStatuses?.find((each) => each.name === container.name)?.containerID;
    const process = processes.find(({ containerId }) => id?.endsWith(containerId));
    const user = container.securityContext?.runAsUser ?? spec?.securityContext?.runAsUser;
    expect(process, `${name}/${container.name} on the node`).toMatchObject({
      uid: user,
      seccomp: 2,
      noNewPrivileges: true,
      capabilities: 0n,
      readOnlyRoot: true,
      memoryLimit: bytes(container.resources?.limits?.["memory"]),
    });
    expect(user, `${name}/${container.name}`).toBeGreaterThan(0);
  }
  return spec?.containers.length ?? 0;
}

const powers: Readonly<Record<string, number>> = { Ki: 1, Mi: 2, Gi: 3 };

function bytes(quantity: string | undefined): number {
  const [, amount = "0", unit = ""] = /^(\d+)(Ki|Mi|Gi)?$/.exec(quantity ?? "") ?? [];
  return Number(amount) * 1024 ** (powers[unit] ?? 0);
}
