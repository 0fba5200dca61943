import { describe, expect, test } from "vitest";
import { readinessOf } from "../../../toolchain/plugins/kubernetes/await/readiness-rules.ts";
import type { Properties } from "../../../toolchain/plugins/protocol/property-value.ts";
import { condition, judge, pod } from "./judged-object.ts";

describe("a StatefulSet is ready", () => {
  const set = (status: Properties, spec: Properties = {}): Properties => ({
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db", namespace: "shop", uid: "s", generation: 1 },
    spec: { replicas: 2, ...spec },
    status: {
      observedGeneration: 1,
      currentRevision: "b",
      updateRevision: "b",
      readyReplicas: 2,
      updatedReplicas: 2,
      ...status,
    },
  });

  test("when every pod is ready and of the new revision", () => {
    expect(judge(set({})).isReady).toBe(true);
    expect(judge(set({ readyReplicas: 1 })).isReady).toBe(false);
    expect(judge(set({ updatedReplicas: 1 })).isReady).toBe(false);
    expect(judge(set({ currentRevision: "a" })).isReady).toBe(false);
    expect(judge(set({ observedGeneration: 0 })).isReady).toBe(false);
  });

  test("with the pods below a partition left as they are, or all of them on OnDelete", () => {
    const partition = { updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 1 } } };
    expect(judge(set({ updatedReplicas: 1, currentRevision: "a" }, partition)).isReady).toBe(true);
    const byHand = { updateStrategy: { type: "OnDelete" } };
    expect(judge(set({ updatedReplicas: 0, currentRevision: "a" }, byHand)).isReady).toBe(true);
  });
});

test("a DaemonSet is ready when every node has an available pod of the new revision", () => {
  const set = (status: Properties): Properties => ({
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { uid: "ds", generation: 1 },
    status: {
      observedGeneration: 1,
      desiredNumberScheduled: 3,
      numberAvailable: 3,
      updatedNumberScheduled: 3,
      ...status,
    },
  });
  expect(judge(set({})).isReady).toBe(true);
  expect(judge(set({ numberAvailable: 2 })).isReady).toBe(false);
  expect(judge(set({ updatedNumberScheduled: 2 })).isReady).toBe(false);
});

describe("a Job", () => {
  const job = (...conditions: Properties[]): Properties => ({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { uid: "j" },
    spec: {},
    status: { conditions },
  });

  test("is ready when it has completed, and hopeless when it has failed", () => {
    expect(judge(job(condition("Complete", "True"))).isReady).toBe(true);
    const failed = judge(job(condition("Failed", "True", "BackoffLimitExceeded", "too often")));
    expect(failed).toMatchObject({
      isReady: false,
      isHopeless: true,
      problems: ["[BackoffLimitExceeded] too often"],
    });
    expect(judge(job())).toMatchObject({ isReady: false, isHopeless: false });
  });
});

test("a Pod is ready when it says so or has succeeded, and hopeless when it has failed", () => {
  expect(judge(pod("", { conditions: [condition("Ready", "True")] })).isReady).toBe(true);
  expect(judge(pod("", { phase: "Succeeded" })).isReady).toBe(true);
  expect(judge(pod("", { phase: "Failed", reason: "Evicted" }))).toMatchObject({
    isHopeless: true,
    problems: ["[Pod shop/web-x]: the pod failed: Evicted"],
  });
});

describe("a Service", () => {
  const service = (spec: Properties, status: Properties = {}): Properties => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", namespace: "shop" },
    spec: { selector: { app: "web" }, ...spec },
    status,
  });
  const slice = (...endpoints: Properties[]): Properties => ({
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { labels: { "kubernetes.io/service-name": "web" } },
    endpoints: endpoints.map((conditions) => ({ conditions })),
  });

  test("is ready when it leads to a pod and none is still on its way", () => {
    expect(judge(service({}), [slice({ ready: true })], 0).isReady).toBe(true);
    expect(judge(service({}), [slice({ ready: true }, { ready: false })], 0).isReady).toBe(false);
    expect(judge(service({}), [slice({ ready: true }, { ready: false, terminating: true })], 0).isReady).toBe(
      true,
    );
  });

  test("that selects no pod is ready only after a while", () => {
    expect(judge(service({}), [slice()], 0)).toMatchObject({ isReady: false, judgeAgainAfter: 10_000 });
    expect(judge(service({}), [slice()], 10_000).isReady).toBe(true);
    expect(judge(service({}), [], 10_000).isReady).toBe(false);
  });

  test.each([
    ["is headless", { clusterIP: "None" }],
    ["is a name for another", { type: "ExternalName" }],
    ["selects nothing", { selector: {} }],
  ])("waits for no pod when it %s", (_case, spec) => {
    expect(judge(service(spec), [], 0).isReady).toBe(true);
  });

  test("of type LoadBalancer waits for its address", () => {
    const spec = { type: "LoadBalancer" };
    expect(judge(service(spec), [slice({ ready: true })]).isReady).toBe(false);
    const status = { loadBalancer: { ingress: [{ ip: "198.18.0.9" }] } };
    expect(judge(service(spec, status), [slice({ ready: true })]).isReady).toBe(true);
  });
});

describe("a PersistentVolumeClaim", () => {
  const claim = (phase: string): Properties => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data" },
    spec: { storageClassName: "fast" },
    status: { phase },
  });
  const storageClass = (volumeBindingMode: string): Properties => ({
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "fast" },
    volumeBindingMode,
  });

  test("is ready when bound, or when only a pod can bind it", () => {
    expect(judge(claim("Bound")).isReady).toBe(true);
    expect(judge(claim("Pending"), [storageClass("WaitForFirstConsumer")]).isReady).toBe(true);
    expect(judge(claim("Pending"), [storageClass("Immediate")]).isReady).toBe(false);
    expect(judge(claim("Pending")).problems).toContain('the cluster has no StorageClass "fast"');
  });
});

describe("other kinds", () => {
  test.each([
    [
      "a CustomResourceDefinition",
      "apiextensions.k8s.io/v1",
      "CustomResourceDefinition",
      { status: { conditions: [condition("Established", "True")] } },
    ],
    ["a PersistentVolume", "v1", "PersistentVolume", { status: { phase: "Available" } }],
    [
      "an Ingress",
      "networking.k8s.io/v1",
      "Ingress",
      { status: { loadBalancer: { ingress: [{ ip: "198.18.0.9" }] } } },
    ],
    [
      "a ResourceQuota",
      "v1",
      "ResourceQuota",
      { spec: { hard: { pods: "1" } }, status: { hard: { pods: "1" } } },
    ],
    [
      "a service account's Secret",
      "v1",
      "Secret",
      { type: "kubernetes.io/service-account-token", data: { token: "x" } },
    ],
    [
      "a ReplicationController",
      "v1",
      "ReplicationController",
      { spec: { replicas: 1 }, status: { availableReplicas: 1 } },
    ],
  ])("%s waits for its controller", (_case, apiVersion, kind, done: Properties) => {
    const { spec = {}, type = "" } = done;
    expect(judge({ apiVersion, kind, spec, type, status: {} }).isReady).toBe(false);
    expect(judge({ apiVersion, kind, ...done }).isReady).toBe(true);
  });

  test("have no rule where nothing is to be waited for", () => {
    for (const kind of ["ConfigMap", "LimitRange", "ServiceAccount"])
      expect(readinessOf({ apiVersion: "v1", kind })).toBeUndefined();
    expect(readinessOf({ apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler" })).toBeUndefined();
  });
});
