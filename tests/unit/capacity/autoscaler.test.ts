import { describe, expect, test } from "vitest";
import { requestRateMetric, requestRateRule } from "../../../components/cluster/request-rate-metric.ts";
import { autoscalerSpec, type AutoscaledObject } from "../../../components/workloads/autoscaler.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { percent } from "../../../model/quantities/percentage.ts";
import { autoscale } from "../../../model/scaling.ts";
import { servicesOf } from "./declared-pods.ts";

const target: AutoscaledObject = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
const all = autoscale({
  minimum: 2,
  maximum: 6,
  cpu: percent(70),
  memory: percent(80),
  requestsPerSecond: 50,
});
const measuresIn = (environment: EnvironmentName) => autoscalerSpec(target, all, environment).metrics ?? [];

describe("an autoscaler", () => {
  test("has the bounds and the target that are given", () => {
    const rollout: AutoscaledObject = { apiVersion: "argoproj.io/v1alpha1", kind: "Rollout", name: "web" };
    expect(autoscalerSpec(rollout, all, "production")).toMatchObject({
      scaleTargetRef: { apiVersion: "argoproj.io/v1alpha1", kind: "Rollout", name: "web" },
      minReplicas: 2,
      maxReplicas: 6,
    });
  });

  test("goes by CPU, memory and requests per second, each as it is declared (SCL-18)", () => {
    expect(measuresIn("production")).toEqual([
      {
        type: "Resource",
        resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
      },
      {
        type: "Resource",
        resource: { name: "memory", target: { type: "Utilization", averageUtilization: 80 } },
      },
      {
        type: "Pods",
        pods: {
          metric: { name: "http_requests_per_second" },
          target: { type: "AverageValue", averageValue: "50" },
        },
      },
    ]);
    const cpuAlone = autoscale({ minimum: 2, maximum: 3, cpu: percent(70) });
    expect(autoscalerSpec(target, cpuAlone, "production").metrics).toHaveLength(1);
  });

  test("writes a part of a request as Kubernetes does", () => {
    const slow = autoscale({ minimum: 2, maximum: 3, cpu: percent(70), requestsPerSecond: 0.25 });
    const [, requests] = autoscalerSpec(target, slow, "production").metrics ?? [];
    expect(requests?.pods?.target.averageValue).toBe("250m");
  });

  test("goes by no requests in dev, where nothing serves that metric", () => {
    expect(measuresIn("dev").map(({ type }) => type)).toEqual(["Resource", "Resource"]);
    expect(measuresIn("staging").map(({ type }) => type)).toEqual(["Resource", "Resource", "Pods"]);
  });

  test("grows at once by the most that a rule allows, and shrinks by a pod a minute after a lull (SCL-09)", () => {
    const { scaleUp, scaleDown } = autoscalerSpec(target, all, "production").behavior ?? {};
    expect(scaleUp).toMatchObject({ stabilizationWindowSeconds: 0, selectPolicy: "Max" });
    expect(scaleUp?.policies).toEqual([
      { type: "Percent", value: 100, periodSeconds: 30 },
      { type: "Pods", value: 2, periodSeconds: 30 },
    ]);
    expect(scaleDown).toEqual({
      stabilizationWindowSeconds: 300,
      selectPolicy: "Min",
      policies: [{ type: "Pods", value: 1, periodSeconds: 60 }],
    });
  });
});

test("the adapter's rule makes the metric that autoscalers ask for, by pod", () => {
  expect(requestRateRule.name.as).toBe(requestRateMetric.name);
  expect(requestRateRule.seriesQuery).toContain(requestRateMetric.series);
  expect(new RegExp(requestRateRule.name.matches).test(requestRateMetric.series)).toBe(true);
  expect(Object.values(requestRateRule.resources.overrides).map(({ resource }) => resource)).toEqual([
    "namespace",
    "pod",
  ]);
});

test("Atlas' web alone scales, and by its traffic; its queue's workers are one each, by no measure (SCL-03)", () => {
  const atlas = servicesOf("production").filter(({ name }) => name.startsWith("atlas-ux/"));
  const scaled = atlas.filter(({ service }) => service.scale.kind === "autoscaled");
  expect(scaled.map(({ name }) => name)).toEqual(["atlas-ux/web"]);
  expect(scaled[0]?.service.scale).toMatchObject({ requestsPerSecond: 50 });
  const single = atlas.filter(({ service }) => service.kind === "singleton");
  expect(single.map(({ name }) => name).sort()).toEqual([
    "atlas-ux/email-worker",
    "atlas-ux/engine-worker",
    "atlas-ux/scheduler",
  ]);
  for (const { service } of single) expect(service.scale).toEqual({ kind: "fixed", replicas: 1 });
});
