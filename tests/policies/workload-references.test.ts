import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge } from "../support/policy-harness.ts";
import {
  deployment,
  labels,
  neighbours,
  podSpec,
  resource,
  settled,
  unknownText,
  type Json,
} from "./workloads.ts";

const judged = ["rolling-update-strategy", "min-replicas", "require-pdb", "require-topology-spread"];
const only = { rules: rules.filter(({ name }) => judged.includes(name)) };

/** A Deployment that is scaled to nothing, and says nothing of how it would be updated. */
const lender = (changes: Json = {}, spec: Json = settled) =>
  deployment({
    replicas: 0,
    strategy: null,
    template: { metadata: { labels }, spec: podSpec(spec) },
    ...changes,
  });
const rollout = (workloadRef: Json = {}, namespace = "shop") =>
  resource("kubernetes:argoproj.io/v1alpha1:Rollout", {
    metadata: { name: "web", namespace, labels },
    spec: { replicas: 3, workloadRef: { kind: "Deployment", name: "web", ...workloadRef } },
  });
const broken = async (...stack: Parameters<typeof judge>[0]) =>
  new Set((await judge(stack, only)).map(({ policy }) => policy));

describe("a Deployment that lends its template to a Rollout", () => {
  it("is not judged by how it is updated, and its Rollout by what it lends", async () => {
    expect(await broken(lender(), rollout(), ...neighbours)).toEqual(new Set());
    expect(await broken(lender({}, {}), rollout(), ...neighbours)).toEqual(
      new Set(["require-topology-spread"]),
    );
    expect(await broken(lender(), rollout())).toEqual(new Set(["require-pdb"]));
  });

  it.each(["onsuccess", "progressively"])(
    "may still have pods where the Rollout takes them: %s",
    async (scaleDown) => {
      expect(await broken(lender({ replicas: 2 }), rollout({ scaleDown }), ...neighbours)).toEqual(new Set());
    },
  );

  it.each([
    ["no Rollout names it", [lender()]],
    ["a Rollout names another", [lender(), rollout({ name: "api" })]],
    ["a Rollout of another namespace names it", [lender(), rollout({}, "elsewhere")]],
    ["the Rollout leaves it its pods", [lender({ replicas: 2 }), rollout({ scaleDown: "never" })]],
  ])("is one like any other where %s", async (_what, stack) => {
    expect(await broken(...stack, ...neighbours)).toContain("rolling-update-strategy");
  });

  it("is not decided by a name that can't be known yet", async () => {
    const found = await judge([lender(), rollout({ name: unknownText }), ...neighbours], {
      rules: rules.filter(({ name }) => name === "rolling-update-strategy"),
    });
    expect(found.map(({ level }) => level)).toEqual(["advisory"]);
  });
});
