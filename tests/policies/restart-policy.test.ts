import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import { podSpec, resource, unknownText, workload, wrappers } from "./workloads.ts";

const rule = { rules: rules.filter(({ name }) => name === "valid-restart-policy") };

/** Which restart policies each kind may have; undefined is none at all. */
const allowed = (type: string): readonly unknown[] => {
  if (type.endsWith(":Pod")) return [undefined, null, "Always", "OnFailure", "Never"];
  return type.endsWith("Job") ? ["OnFailure", "Never"] : [undefined, null, "Always"];
};

describe.each(wrappers)("the restart policy of a $type", (wrapper) => {
  it.each([undefined, null, "Always", "OnFailure", "Never", "never", "", 7])(
    "may be %j, or not",
    async (value) => {
      const found = await judge([workload(wrapper, podSpec({ restartPolicy: value }))], rule);
      expect(found.length === 0).toBe(allowed(wrapper.type).includes(value));
      for (const { message } of found) expect(message).toContain(`: ${wrapper.path}.restartPolicy is `);
    },
  );

  it("is not decided by an unknown value", async () => {
    const found = await judge([workload(wrapper, podSpec({ restartPolicy: unknownText }))], rule);
    expect(found.map(({ level }) => level)).toEqual(["advisory"]);
  });
});

it("is shown where it is one, and no other text is", async () => {
  const found = await judge(
    ["OnFailure", "hunter2"].map((restartPolicy) =>
      workload(wrappers[1] ?? expect.fail(), podSpec({ restartPolicy })),
    ),
    rule,
  );
  expect(found.map(({ message }) => message)).toEqual([
    expect.stringContaining("restartPolicy is OnFailure."),
    expect.stringContaining("restartPolicy is a text."),
  ]);
});

it("is asked of workloads alone, and of a template for pods as of a pod", async () => {
  const { notApplicable } = await judgeFully([resource("kubernetes:core/v1:Service", {})], rule);
  expect(notApplicable).toHaveLength(1);
  const template = { template: { spec: podSpec({ restartPolicy: "Never" }) } };
  expect(await judge([resource("kubernetes:core/v1:PodTemplate", template)], rule)).toEqual([]);
});
