import { describe, expect, test } from "vitest";
import { deploymentSpec } from "../../../components/workloads/deployment.ts";
import { statedReplicas, unstatedReplicas } from "../../../components/workloads/replica-count.ts";
import { percent } from "../../../model/quantities/percentage.ts";
import { autoscale, replicas } from "../../../model/scaling.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { api, pages } from "../model/declared-shop.ts";
import { podInput } from "./declared-pods.ts";

const always = { offHours: undefined };
const fixed = { ...pages, scale: replicas(4) };
const scaled = { ...api, scale: autoscale({ minimum: 2, maximum: 6, cpu: percent(70) }) };

describe("the number of replicas", () => {
  test("is stated where it is fixed, and changes with the declaration", () => {
    expect(statedReplicas(fixed, always)).toEqual({ replicas: 4 });
    expect(unstatedReplicas(fixed)).toEqual({});
  });

  test("is not stated under an autoscaler (POL-12), and what it was is left alone, so that it never falls to one", () => {
    expect(statedReplicas(scaled, always)).toEqual({});
    expect(unstatedReplicas(scaled)).toEqual({ ignoreChanges: ["spec.replicas"] });
    const input = podInput("production", "atlas-ux", "web");
    expect(deploymentSpec(input)).not.toHaveProperty("replicas");
  });
});

test("every autoscaled workload of every stack is registered so, and no other", async () => {
  const resources = await capturedStack("production");
  const targets = resources
    .filter(({ type }) => type.endsWith(":HorizontalPodAutoscaler"))
    .map(({ name }) => name.replace(/-autoscaler$/, ""));
  expect(targets.length).toBeGreaterThanOrEqual(3);
  for (const { type, name, inputs } of resources) {
    if (!/:(?:Deployment|Rollout|StatefulSet)$/.test(type)) continue;
    const { spec } = inputs as { spec: object };
    expect("replicas" in spec, name).toBe(!targets.includes(name));
  }
});
