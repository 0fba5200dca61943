import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { type CapturedResource, judge } from "../support/policy-harness.ts";
import { resource, unknownText, type Json } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const ofWeb = { kind: "Deployment", name: "web" };

function autoscaler(name: string, scaleTargetRef: unknown, namespace: unknown = "shop") {
  return resource(
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    { metadata: { name, namespace }, spec: { scaleTargetRef, minReplicas: 2, maxReplicas: 5 } },
    name,
  );
}

describe("one-autoscaler-per-workload, of autoscalers of pods' size", () => {
  const rule = only("one-autoscaler-per-workload");
  const vertical = (spec: Json = {}, name = "size", namespace = "shop") =>
    resource(
      "kubernetes:autoscaling.k8s.io/v1:VerticalPodAutoscaler",
      { metadata: { name, namespace }, spec: { targetRef: ofWeb, ...spec } },
      name,
    );
  const byMetrics = (...metrics: readonly Json[]) => {
    const { props, ...rest } = autoscaler("number", ofWeb);
    return { ...rest, props: { ...props, spec: { ...(props["spec"] as Json), metrics } } };
  };
  const of = (resourceName: string, source = "resource"): Json => ({
    type: "Resource",
    [source]: { name: resourceName },
  });
  const keda = (type: string) =>
    resource(
      "kubernetes:keda.sh/v1alpha1:ScaledObject",
      {
        metadata: { name: "scaled", namespace: "shop" },
        spec: { scaleTargetRef: ofWeb, triggers: [{ type }] },
      },
      "scaled",
    );
  const mode = (updateMode: unknown): Json => ({ updatePolicy: { updateMode } });
  const policies = (...containerPolicies: readonly Json[]): Json => ({
    resourcePolicy: { containerPolicies },
  });
  const onMemory = { containerName: "*", controlledResources: ["memory"] };

  it.each<[string, Json, CapturedResource, string]>([
    ["nothing is said, and it goes by CPU", {}, autoscaler("number", ofWeb), "cpu"],
    ["pods are made anew", mode("Recreate"), byMetrics(of("cpu")), "cpu"],
    ["the mode is Auto", mode("Auto"), byMetrics(of("memory")), "memory"],
    ["sizes are set at the start alone", mode("Initial"), byMetrics(of("cpu", "containerResource")), "cpu"],
    ["one resource is changed", policies(onMemory), byMetrics(of("cpu"), of("memory")), "memory"],
    ["KEDA goes by it", {}, keda("cpu"), "cpu"],
    [
      "one container is left alone",
      policies({ containerName: "web", mode: "Off" }),
      byMetrics(of("cpu")),
      "cpu",
    ],
  ])("refuses one beside an autoscaler of pods' number where %s", async (_what, spec, other, by) => {
    const [violation, ...more] = await judge([other, vertical(spec)], rule);
    expect(violation).toMatchObject({ level: "mandatory", urn: vertical().urn });
    expect(violation?.message).toContain(
      `VerticalPodAutoscaler shop/size: spec.updatePolicy.updateMode has it change requests of ${by}, which `,
    );
    expect(more).toEqual([]);
  });

  it.each<[string, Json, CapturedResource]>([
    ["it only recommends", mode("Off"), autoscaler("number", ofWeb)],
    [
      "the other goes by something else",
      {},
      byMetrics({ type: "Pods", pods: { metric: { name: "queue" } } }),
    ],
    ["KEDA does", {}, keda("prometheus")],
    ["it leaves alone what the other goes by", policies(onMemory), byMetrics(of("cpu"))],
    ["it leaves all containers alone", policies({ containerName: "*", mode: "Off" }), byMetrics(of("cpu"))],
    ["they are of two workloads", { targetRef: { kind: "StatefulSet", name: "web" } }, byMetrics(of("cpu"))],
    ["they are in two namespaces", {}, autoscaler("number", ofWeb, "elsewhere")],
  ])("lets both be where %s", async (_what, spec, other) => {
    expect(await judge([other, vertical(spec)], rule)).toEqual([]);
  });

  it("refuses a second one of a workload", async () => {
    const second = vertical(mode("Off"), "second");
    const [violation, ...more] = await judge([vertical(), second], rule);
    expect(violation).toMatchObject({ urn: second.urn });
    expect(violation?.message).toContain(
      "spec.targetRef names Deployment web, which VerticalPodAutoscaler shop/size scales already.",
    );
    expect(more).toEqual([]);
  });

  it("is not decided by a mode that can't be known, unless the other goes by nothing of it", async () => {
    const levels = async (...stack: Parameters<typeof judge>[0]) =>
      (await judge(stack, rule)).map(({ level }) => level);
    expect(await levels(vertical(mode(unknownText)), byMetrics(of("cpu")))).toEqual(["advisory"]);
    expect(await levels(vertical(mode(unknownText)), keda("kafka"))).toEqual([]);
    expect(await levels(vertical(), byMetrics(of(unknownText), of("memory")))).toEqual([
      "mandatory",
      "advisory",
    ]);
  });
});

describe("a ScaledObject that takes an autoscaler over", () => {
  const rule = only("one-autoscaler-per-workload");
  const taking = (name: string, transfer: unknown) =>
    resource(
      "kubernetes:keda.sh/v1alpha1:ScaledObject",
      {
        metadata: {
          name: "scaled",
          namespace: "shop",
          annotations: { "scaledobject.keda.sh/transfer-hpa-ownership": transfer },
        },
        spec: { scaleTargetRef: { name: "web" }, advanced: { horizontalPodAutoscalerConfig: { name } } },
      },
      "scaled",
    );

  it("is no second one, whichever comes first", async () => {
    const stack = [autoscaler("a", ofWeb), taking("a", "true")];
    for (const each of [stack, stack.toReversed()]) expect(await judge(each, rule)).toEqual([]);
  });

  it.each([
    ["another", "b", "true"],
    ["it without saying so", "a", undefined],
  ])("is one if it names %s", async (_what, name, transfer) => {
    expect(await judge([autoscaler("a", ofWeb), taking(name, transfer)], rule)).toHaveLength(1);
  });
});
