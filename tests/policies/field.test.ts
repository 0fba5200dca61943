import { describe, expect, it } from "vitest";
import { Inspection } from "../../policies/judging/inspection.ts";
import { Settings } from "../../policies/judging/settings.ts";
import { Field, someField } from "../../policies/kubernetes/field.ts";
import { kindOf } from "../../policies/kubernetes/kind.ts";

describe("a field", () => {
  const root = Field.root({ a: { "b.c/d": [1, { e: null }] }, list: "text" });

  it("knows its path and its value", () => {
    const field = root.at("a", "b.c/d");
    expect(field.path).toBe('a["b.c/d"]');
    expect(field.items().map(({ path, value }) => [path, value])).toEqual([
      ['a["b.c/d"][0]', 1],
      ['a["b.c/d"][1]', { e: null }],
    ]);
    expect(field.items()[1]?.at("e")).toMatchObject({ path: 'a["b.c/d"][1].e', isSet: false });
    expect(root.at("1st").path).toBe('["1st"]');
  });

  it("is not set under what is not there, or is something else", () => {
    for (const field of [
      root.at("x", "y"),
      root.at("list", "length"),
      root.at("toString"),
      Field.root(null).at("a"),
    ]) {
      expect(field.isSet).toBe(false);
      expect(field.items()).toEqual([]);
    }
    expect(root.at("list").items()).toEqual([]);
  });

  it("hides no defect of the pack", () => {
    const broken = Field.root({
      get a(): never {
        throw new Error("defect");
      },
    }).at("a");
    expect(() => broken.knownText).toThrow("defect");
    expect(() => someField([broken], () => broken.isSet)).toThrow("defect");
    const inspection = new Inspection({
      settings: new Settings({}, {}),
      isDryRun: true,
      report: () => undefined,
    });
    expect(() => {
      inspection.attempt(() => broken.value);
    }).toThrow("defect");
  });
});

describe("a type token", () => {
  it.each([
    ["kubernetes:apps/v1:Deployment", { group: "apps", version: "v1", name: "Deployment" }],
    ["kubernetes:core/v1:Pod", { group: "core", version: "v1", name: "Pod" }],
    ["kubernetes:v1:Pod", { group: "core", version: "v1", name: "Pod" }],
    [
      "kubernetes:argoproj.io/v1alpha1:Rollout",
      { group: "argoproj.io", version: "v1alpha1", name: "Rollout" },
    ],
    ["kubernetes:yaml:ConfigFile", undefined],
    ["kubernetes:yaml/v2:ConfigGroup", { group: "yaml", version: "v2", name: "ConfigGroup" }],
    ["kubernetes:a/b/c:Kind", undefined],
    ["kubernetes::Kind", undefined],
    ["kubernetes:apps/v1:", undefined],
    ["kubernetes:apps/v1:Deployment:more", undefined],
    ["pulumi:pulumi:Stack", undefined],
    ["slipway:workloads:HttpService", undefined],
  ])("%s is read", (token, kind) => {
    expect(kindOf(token)).toEqual(kind);
  });
});
