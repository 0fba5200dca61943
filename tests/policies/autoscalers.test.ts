import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import { deployment, namespace as ownNamespace, resource, unknownText, type Json } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const ofWeb = { kind: "Deployment", name: "web" };

function autoscaler(name: string, scaleTargetRef: unknown, namespace: unknown = "shop") {
  return resource(
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    { metadata: { name, namespace }, spec: { scaleTargetRef, minReplicas: 2, maxReplicas: 5 } },
    name,
  );
}

const scaledObject = resource(
  "kubernetes:keda.sh/v1alpha1:ScaledObject",
  { metadata: { name: "scaled", namespace: "shop" }, spec: { scaleTargetRef: { name: "web" } } },
  "scaled",
);

describe("one-autoscaler-per-workload", () => {
  const rule = only("one-autoscaler-per-workload");

  it("allows each workload one", async () => {
    const others = [
      autoscaler("b", { kind: "StatefulSet", name: "web" }),
      autoscaler("c", ofWeb, "elsewhere"),
      autoscaler("d", { kind: "Deployment", name: "api" }),
    ];
    expect(await judge([autoscaler("a", ofWeb), ...others], rule)).toEqual([]);
    expect((await judgeFully([deployment()], rule)).notApplicable).toHaveLength(2);
  });

  it("refuses every further one, and names the first", async () => {
    const second = autoscaler("b", ofWeb);
    const found = await judge([autoscaler("a", ofWeb), second, scaledObject], rule);
    expect(found.map(({ urn }) => urn)).toEqual([second.urn, scaledObject.urn]);
    for (const { message, level } of found) {
      expect(level).toBe("mandatory");
      expect(message).toContain(
        "spec.scaleTargetRef names Deployment web, which HorizontalPodAutoscaler shop/a scales already.",
      );
    }
  });

  it("takes two that name nothing for no pair", async () => {
    expect(await judge([autoscaler("a", null), autoscaler("b", {})], rule)).toEqual([]);
  });

  it("is sure of a pair beside an unknown one", async () => {
    const unknown = autoscaler("u", { kind: "Deployment", name: unknownText });
    const found = await judge([unknown, autoscaler("a", ofWeb), autoscaler("b", ofWeb)], rule);
    expect(found.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
  });
});

describe("hpa-target-exists", () => {
  const rule = only("hpa-target-exists");
  const rollout = resource("kubernetes:argoproj.io/v1alpha1:Rollout", { metadata: { name: "web" } });

  it("is content with a workload of the kind, the name and the namespace", async () => {
    expect(await judge([deployment(), autoscaler("a", ofWeb), scaledObject], rule)).toEqual([]);
    const ofRollout = autoscaler("a", { kind: "Rollout", name: "web" }, "default");
    expect(await judge([rollout, ofRollout], rule)).toEqual([]);
    expect((await judgeFully([deployment()], rule)).notApplicable).toHaveLength(2);
  });

  it.each([
    ["another name", { kind: "Deployment", name: "api" }, "shop", "Deployment api"],
    ["another kind", { kind: "Rollout", name: "web" }, "shop", "Rollout web"],
    ["another namespace", ofWeb, "elsewhere", "Deployment web"],
  ])("refuses %s", async (_what, target, namespace, named) => {
    const lost = autoscaler("a", target, namespace);
    const [violation, ...others] = await judge([deployment(), lost, rollout], rule);
    expect(violation).toMatchObject({ level: "mandatory", urn: lost.urn });
    expect(violation?.message).toContain(
      `spec.scaleTargetRef names ${named}, and the stack has none in its namespace.`,
    );
    expect(others).toEqual([]);
  });

  it("refuses one that names nothing", async () => {
    const [violation, ...others] = await judge([autoscaler("a", null)], rule);
    expect(violation).toMatchObject({ level: "mandatory" });
    expect(violation?.message).toContain("spec.scaleTargetRef names nothing.");
    expect(others).toEqual([]);
  });

  const lost = autoscaler("a", { kind: "Deployment", name: "api" });
  const namespace = ownNamespace();
  const release = (props: Json) => resource("kubernetes:helm.sh/v3:Release", { chart: "web", ...props });

  it.each([
    ["nothing of its namespace is the stack's", []],
    [
      "the stack only patches it",
      [resource("kubernetes:apps/v1:DeploymentPatch", { metadata: { name: "api", namespace: "shop" } })],
    ],
    ["a Helm release may make it", [deployment(), namespace, release({ namespace: "shop" })]],
    ["a Helm release doesn't say where it is", [deployment(), release({})]],
  ])("only mentions a target where %s", async (_what, stack) => {
    const found = await judge([...stack, lost], rule);
    expect(found.map(({ level, urn }) => [level, urn])).toEqual([["advisory", lost.urn]]);
    expect(found[0]?.message).toContain(
      "names Deployment api, which this stack doesn't declare: whether it is there can't be told.",
    );
  });

  it.each([
    ["the namespace is the stack's", [namespace]],
    ["another workload of the namespace is", [deployment()]],
    ["a Helm release is of another namespace", [deployment(), release({ namespace: "elsewhere" })]],
  ])("refuses one where %s", async (_what, stack) => {
    expect((await judge([...stack, lost], rule)).map(({ level }) => level)).toEqual(["mandatory"]);
  });

  it("says nothing of a target that the stack's configuration knows of", async () => {
    const config = { "hpa-target-exists": { elsewhere: ["Deployment shop/api"] } };
    expect(await judge([namespace, lost], { ...rule, config })).toEqual([]);
    const other = autoscaler("b", { kind: "Deployment", name: "ap" });
    expect(await judge([namespace, other], { ...rule, config })).toHaveLength(1);
  });

  it("takes a part of a workload for none", async () => {
    const part = resource("kubernetes:apps/v1:DeploymentPatch", {
      metadata: { name: "web", namespace: "shop" },
    });
    expect(await judge([part, namespace, autoscaler("a", ofWeb)], rule)).toHaveLength(1);
  });

  it("is not decided where the name of either can't be known, unless another has it", async () => {
    const nameless = resource(
      "kubernetes:apps/v1:Deployment",
      { metadata: { name: unknownText } },
      "nameless",
    );
    const levels = async (...resources: Parameters<typeof judge>[0][number][]) =>
      (await judge(resources, rule)).map(({ level }) => level);
    expect(await levels(nameless, autoscaler("a", ofWeb))).toEqual(["advisory"]);
    expect(await levels(nameless, deployment(), autoscaler("a", ofWeb))).toEqual([]);
    expect(await levels(deployment(), autoscaler("a", { kind: "Deployment", name: unknownText }))).toEqual([
      "advisory",
    ]);
    expect(
      await levels(nameless, namespace, autoscaler("a", ofWeb), autoscaler("b", { kind: "Job", name: "x" })),
    ).toEqual(["mandatory", "advisory"]);
    const vague = release({ namespace: unknownText });
    expect(await levels(vague, namespace, autoscaler("a", ofWeb))).toEqual(["advisory"]);
  });
});
