import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge } from "../support/policy-harness.ts";
import { container, deploymentWith, resource, unknownObject, unknownText, type Json } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const withResources = (resources: Json) => deploymentWith({ resources });
const textOf = (violations: readonly { readonly message: string }[]) =>
  violations.map(({ message }) => message).join("\n");

describe("valid-resource-quantities", () => {
  const rule = only("valid-resource-quantities");

  it.each([
    [{}],
    [{ requests: null, limits: "text" }],
    [{ requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: 0.5, memory: "1024Mi" } }],
    [{ requests: { cpu: 1 } }],
    [{ limits: { memory: "1e9", "ephemeral-storage": "1.5Gi" } }],
    [{ requests: { cpu: null }, limits: { cpu: "1" } }],
    [{ requests: { "example.com/gpu": "1" }, limits: { "example.com/gpu": 1 } }],
    [{ limits: { "nvidia.com/gpu": 2 } }],
    [{ requests: { "example.kubernetes.io/foo": 1 }, limits: { "example.kubernetes.io/foo": 2 } }],
    [{ requests: { memory: "0.5Ki" }, limits: { memory: "1000M" } }],
  ])("allows %j", async (resources) => {
    expect(await judge([withResources(resources)], rule)).toEqual([]);
  });

  it.each([
    [{ requests: { cpu: "2" }, limits: { cpu: "1500m" } }, "requests.cpu is 2, above its limit of 1500m."],
    [
      { requests: { memory: "1Gi" }, limits: { memory: "1G" } },
      "requests.memory is 1Gi, above its limit of 1G.",
    ],
    [{ limits: { memory: "400m" } }, "limits.memory is 400m, which is no whole number of bytes."],
    [
      { limits: { "ephemeral-storage": 0.5 } },
      'limits["ephemeral-storage"] is 0.5, which is no whole number',
    ],
    [{ requests: { "hugepages-2Mi": "1m" } }, 'requests["hugepages-2Mi"] is 1m, which is no whole number'],
    [
      { requests: { "nvidia.com/gpu": 1 }, limits: { "nvidia.com/gpu": 2 } },
      `requests["nvidia.com/gpu"] is 1, and a device's limit must be the same.`,
    ],
    [
      { requests: { "nvidia.com/gpu": 1 } },
      `requests["nvidia.com/gpu"] is 1, and a device's limit must be the same.`,
    ],
    [{ limits: { "nvidia.com/gpu": "500m" } }, 'limits["nvidia.com/gpu"] is 500m, which is no whole device.'],
    [{ requests: { cpu: "-1" } }, "requests.cpu is -1, which is below zero."],
    [{ requests: { memory: "128MB" } }, "requests.memory is a text and no quantity."],
    [{ requests: { memory: "" } }, "requests.memory is empty and no quantity."],
    [{ requests: { cpu: true } }, "requests.cpu is true and no quantity."],
  ])("refuses %j", async (resources, problem) => {
    const violations = await judge([withResources(resources)], rule);
    expect(violations).toHaveLength(1);
    expect(textOf(violations)).toContain(`resources.${problem}`);
  });

  it("is sure of one figure beside an unknown one", async () => {
    const unsure = { requests: { cpu: unknownText, memory: "2Gi" }, limits: { cpu: "1", memory: "1Gi" } };
    expect((await judge([withResources(unsure)], rule)).map(({ level }) => level)).toEqual([
      "mandatory",
      "advisory",
    ]);
    const half = { requests: unknownObject, limits: { memory: "1x" } };
    expect((await judge([withResources(half)], rule)).map(({ level }) => level)).toEqual([
      "mandatory",
      "advisory",
    ]);
  });
});

describe("max-container-resources", () => {
  const rule = only("max-container-resources");

  it.each([
    [{}, 0],
    [{ requests: { cpu: 4, memory: "8Gi" }, limits: { cpu: "4000m", memory: "8192Mi" } }, 0],
    [{ limits: { cpu: "much", "ephemeral-storage": "1Ti" } }, 0],
    [{ limits: { cpu: "4001m" } }, 1],
    [{ requests: { cpu: 5, memory: "9Gi" }, limits: { cpu: 5, memory: "9Gi" } }, 4],
  ])("%j: %i violations", async (resources, count) => {
    expect(await judge([withResources(resources)], rule)).toHaveLength(count);
  });

  it("has its ceilings from the stack's configuration, and says them", async () => {
    const config = { "max-container-resources": { memory: "1Gi" } };
    const found = await judge([withResources({ limits: { cpu: 4, memory: "2Gi" } })], { ...rule, config });
    expect(textOf(found)).toContain(
      "resources.limits.memory is 2Gi, above the 1Gi that a container may have.",
    );
    const wrong = { "max-container-resources": { cpu: "four" } };
    await expect(judge([withResources({})], { ...rule, config: wrong, strict: false })).rejects.toThrow(
      "cpu must be a quantity such as 4, 500m or 8Gi.",
    );
  });
});

describe("resources of a pod as a whole", () => {
  const own = (cpu: unknown, memory: unknown) => ({ requests: { cpu, memory }, limits: { cpu, memory } });
  const pod = (resources: unknown, containers: readonly unknown[], more: Json = {}) =>
    resource("kubernetes:core/v1:Pod", {
      metadata: { name: "web" },
      spec: {
        resources,
        containers: containers.map((each) => container({ resources: each })),
        ...more,
      },
    });
  const messages = async (name: string, ...given: Parameters<typeof pod>) =>
    (await judge([pod(...given)], only(name))).map(({ message }) => message);

  it("say it for containers that say nothing", async () => {
    const required = (...given: Parameters<typeof pod>) => messages("require-requests-and-limits", ...given);
    const initContainers = [container({ resources: null })];
    expect(await required(own("1", "1Gi"), [null, {}, own("100m", "64Mi")], { initContainers })).toEqual([]);
    expect(await required(own("1", "0"), [null])).toHaveLength(2);
    expect(await required({ limits: { cpu: "1", memory: "1Gi" } }, [null])).toMatchObject([
      /containers\[0\]\.resources\.requests\.cpu is not set/,
      /containers\[0\]\.resources\.requests\.memory is not set/,
    ]);
    const unsure = await judge([pod(unknownObject, [null])], only("require-requests-and-limits"));
    expect(unsure.map(({ level }) => level)).toEqual(["advisory"]);
  });

  it("say nothing of disk, which Kubernetes shares out to no pod", async () => {
    const disk = { "ephemeral-storage": "1Gi" };
    expect(
      await messages("require-ephemeral-storage-limit", { requests: disk, limits: disk }, [null]),
    ).toHaveLength(2);
  });

  it.each([
    [own("4", "8Gi"), [null, null], []],
    [own("8", "8Gi"), [own("4", "1Gi"), own("4", "1Gi")], []],
    [
      own("8", "8Gi"),
      [own("4", "1Gi"), null],
      ["spec.resources.requests.cpu is 8, above the 4 that a container may have, and one is without"],
    ],
    [
      { requests: { memory: "17Gi" } },
      [own("4", "8Gi"), own("4", "8Gi")],
      ["spec.resources.requests.memory is 17Gi, above 2 times the 8Gi that a container may have."],
    ],
  ])("are as large as containers may be: %j with %j", async (resources, containers, problems) => {
    const found = await messages("max-container-resources", resources, containers);
    expect(found.length > 0).toBe(problems.length > 0);
    for (const problem of problems) expect(found.join("\n")).toContain(problem);
  });
});
