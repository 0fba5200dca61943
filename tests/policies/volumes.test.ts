import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge } from "../support/policy-harness.ts";
import { podSpec, podWrapper, unknownObject, workload, type Json } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const pod = (changes: Json) => workload(podWrapper, podSpec(changes));
const textOf = (violations: readonly { readonly message: string }[]) =>
  violations.map(({ message }) => message).join("\n");

describe("restrict-volume-types", () => {
  const rule = only("restrict-volume-types");
  const volume = (changes: Json) => pod({ volumes: [{ name: "data", ...changes }] });

  it.each([
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
  ])("lets %s pass", async (type) => {
    expect(await judge([volume({ [type]: {} })], rule)).toEqual([]);
  });

  it.each(["hostPath", "gitRepo", "awsElasticBlockStore", "cephfs", "typeOfTomorrow"])(
    "refuses %s",
    async (type) => {
      expect(textOf(await judge([volume({ [type]: {} })], rule))).toContain(
        `Pod shop/web: spec.volumes[0].${type} is a volume of a type that is not allowed.`,
      );
    },
  );

  it("takes a volume without a type for the emptyDir that it becomes", async () => {
    expect(await judge([volume({}), volume({ hostPath: null })], rule)).toEqual([]);
  });

  it("is not kept from one volume by an unknown one", async () => {
    const volumes = [{ configMap: unknownObject }, { hostPath: unknownObject, nfs: {} }];
    expect((await judge([pod({ volumes })], rule)).map(({ level }) => level)).toEqual([
      "mandatory",
      "advisory",
    ]);
  });
});

describe("emptydir-size-limit", () => {
  const rule = only("emptydir-size-limit");

  it.each([
    [{ emptyDir: { sizeLimit: "1Gi" } }, undefined],
    [{ emptyDir: { sizeLimit: 1024, medium: "Memory" } }, undefined],
    [{ configMap: { name: "web" }, emptyDir: null }, undefined],
    [{ emptyDir: {} }, "emptyDir.sizeLimit is not set."],
    [{ emptyDir: { sizeLimit: null } }, "emptyDir.sizeLimit is not set."],
    [{ emptyDir: { sizeLimit: "0" } }, "emptyDir.sizeLimit is not above zero."],
    [{ emptyDir: { sizeLimit: "much" } }, "emptyDir.sizeLimit is a text."],
    [{}, "emptyDir is not set, and a volume of no type becomes an emptyDir without a limit."],
    [{ hostPath: null }, "emptyDir is not set, and a volume of no type"],
  ])("%j: %s", async (changes, problem) => {
    const text = textOf(await judge([pod({ volumes: [{ name: "data", ...changes }] })], rule));
    if (problem === undefined) expect(text).toBe("");
    else expect(text).toContain(`Pod shop/web: spec.volumes[0].${problem}`);
  });

  it("is not kept from one volume by an unknown one", async () => {
    const volumes = [
      { name: "data", secret: unknownObject },
      { name: "tmp", emptyDir: {} },
    ];
    expect((await judge([pod({ volumes })], rule)).map(({ level }) => level)).toEqual([
      "mandatory",
      "advisory",
    ]);
  });
});
