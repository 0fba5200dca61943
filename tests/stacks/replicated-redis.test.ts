import type { DeploymentSpec, StatefulSetSpec } from "kubernetes-types/apps/v1.d.ts";
import type { ResourceQuotaSpec, ServiceSpec } from "kubernetes-types/core/v1.d.ts";
import type { NetworkPolicySpec } from "kubernetes-types/networking/v1.d.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { configuredEnvironment } from "../../config/stack-files.ts";
import { cacheInstances } from "../../model/cache.ts";
import { capture } from "../../rendering/capture.ts";
import type { CapturedResource } from "../../rendering/captured-resource.ts";
import { capturedStack } from "../support/captured-stack.ts";
import { judgeStack } from "../support/judge-stack.ts";

/** Production's file, with three instances of one system's Redis. */
function withReplicas(): unknown {
  const environment = structuredClone(configuredEnvironment("production")) as {
    systems: Record<string, { sizes?: { cache?: object } }>;
  };
  const own = environment.systems["odd-scenes"];
  if (!own) throw new Error("production has no odd-scenes");
  own.sizes = { ...own.sizes, cache: { ...own.sizes?.cache, instances: 3 } };
  return environment;
}

describe("production with a Redis that has replicas (CF-20)", () => {
  let stack: readonly CapturedResource[];
  beforeAll(async () => {
    stack = await capture("production", { environment: withReplicas() });
  }, 60_000);

  const named = (kind: string, name: string): unknown => {
    const found = stack.find(({ inputs }) => {
      const metadata = inputs["metadata"] as { name?: string; namespace?: string } | undefined;
      return (
        inputs["kind"] === kind && metadata?.name === name && metadata.namespace === "odd-scenes-production"
      );
    });
    if (!found) throw new Error(`there is no ${kind} ${name}`);
    return found.inputs["spec"];
  };

  test("passes every policy", async () => {
    const violations = await judgeStack("production", stack);
    expect(violations.filter(({ level }) => level === "mandatory")).toEqual([]);
  });

  test("differs from one without in what belongs to that Redis alone", async () => {
    const text = (resources: readonly CapturedResource[]): Map<string, string> =>
      new Map(resources.map(({ name, type, inputs }) => [`${type} ${name}`, JSON.stringify(inputs)]));
    const [before, after] = [text(await capturedStack("production")), text(stack)];
    const changed = [...new Set([...before.keys(), ...after.keys()])]
      .filter((key) => before.get(key) !== after.get(key))
      .map((key) => key.split(" ")[1] ?? "")
      .filter((name) => !name.startsWith("odd-scenes-cache"));
    // It has a Secret more to know its users by, which is copied and watched as all are.
    expect([...new Set(changed)].sort()).toEqual([
      "odd-scenes-data-alerts-rule",
      "odd-scenes-quota",
      "odd-scenes-secret-alerts-rule",
      "odd-scenes-secrets-snapshot",
      "odd-scenes-snapshot-metrics",
      "odd-scenes-store-snapshots-settings",
    ]);
  });

  test("keeps the address of clients, which leads to the proxy, and each instance under a name of its own", () => {
    const front = named("Service", "cache") as ServiceSpec;
    expect(front.clusterIP).toBeUndefined();
    expect(front.selector?.["app.kubernetes.io/name"]).toBe("cache");
    expect((named("Deployment", "cache") as DeploymentSpec).replicas).toBe(2);
    for (const instance of cacheInstances) {
      const service = named("Service", instance) as ServiceSpec;
      expect(service.publishNotReadyAddresses).toBe(true);
      expect(service.selector).toMatchObject({
        "app.kubernetes.io/name": "cache-instance",
        "statefulset.kubernetes.io/pod-name": instance,
      });
    }
  });

  test("starts all instances at once, replaces them one by one, and mounts claims that stand by themselves", () => {
    const set = named("StatefulSet", "cache-instance") as StatefulSetSpec;
    expect(set).toMatchObject({ replicas: 3, podManagementPolicy: "Parallel" });
    expect(set.updateStrategy).toEqual({ type: "RollingUpdate" });
    const [template] = set.volumeClaimTemplates ?? [];
    for (const instance of cacheInstances)
      named("PersistentVolumeClaim", `${template?.metadata?.name}-${instance}`);
    const registered = stack.find(({ name }) => name === "odd-scenes-cache-instance");
    expect(registered?.ignoreChanges).toEqual(["spec.volumeClaimTemplates"]);
    const containers = set.template.spec?.containers ?? [];
    expect(containers.map(({ name }) => name)).toEqual(["cache-instance", "sentinel"]);
    expect(JSON.stringify(set)).not.toMatch(/requirepass|--masterauth/);
  });

  test("lets the proxy and the instances through to the instances, and clients to the proxy alone", () => {
    const from = named("NetworkPolicy", "cache-instance.from.cache") as NetworkPolicySpec;
    const each = named("NetworkPolicy", "cache-instance.from.cache-instance") as NetworkPolicySpec;
    for (const { ingress } of [from, each])
      expect(ingress?.[0]?.ports?.map(({ port }) => port)).toEqual([6379, 26379]);
    named("NetworkPolicy", "cache.from.backend");
    const names = stack.flatMap(({ inputs }) =>
      inputs["kind"] === "NetworkPolicy" ? [(inputs["metadata"] as { name: string }).name] : [],
    );
    expect(names.filter((name) => name.startsWith("cache-instance.from.")).sort()).toEqual([
      "cache-instance.from.cache",
      "cache-instance.from.cache-instance",
    ]);
  });

  test("asks its quota for two more claims and four more pods, with one of the proxy's beside", async () => {
    const quota = (resources: readonly CapturedResource[]): ResourceQuotaSpec =>
      resources.find(
        ({ inputs }) =>
          inputs["kind"] === "ResourceQuota" &&
          (inputs["metadata"] as { namespace?: string }).namespace === "odd-scenes-production",
      )?.inputs["spec"] as ResourceQuotaSpec;
    const [before, after] = [quota(await capturedStack("production")), quota(stack)];
    const more = (measure: string): number => Number(after.hard?.[measure]) - Number(before.hard?.[measure]);
    expect(more("pods")).toBe(5);
    expect(more("persistentvolumeclaims")).toBe(2);
  });

  test("has a budget for the instances and one for the proxy", () => {
    for (const name of ["cache", "cache-instance"])
      expect(named("PodDisruptionBudget", name)).toMatchObject({ maxUnavailable: 1 });
  });
});
