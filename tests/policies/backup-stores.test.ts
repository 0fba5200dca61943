import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge } from "../support/policy-harness.ts";
import { cluster, plugin, schedule, store } from "./backup-objects.ts";
import { resource, unknownText } from "./workloads.ts";

const only = { rules: rules.filter(({ name }) => name === "require-postgres-backups") };

describe("require-postgres-backups, of stores", () => {
  it.each([
    ["of another name", { plugins: [plugin({ barmanObjectName: "stores" })] }, "shop"],
    ["of another namespace", {}, "elsewhere"],
  ])("rejects a cluster whose store is one %s", async (_what, spec, namespace) => {
    const bad = cluster("database", spec, namespace);
    const violations = await judge([store(), bad, schedule("database", {}, namespace)], only);
    expect(violations.map(({ urn }) => urn)).toEqual([bad.urn]);
    expect(violations[0]?.message).toContain(
      "parameters.barmanObjectName names an ObjectStore that the stack doesn't declare in this namespace.",
    );
  });

  it.each([
    ["7d", undefined],
    ["1w", undefined],
    ["1m", undefined],
    ["400d", undefined],
    ["6d", "spec.retentionPolicy is 6d and must be 7d or more"],
    [null, "spec.retentionPolicy is not set and must be 7d or more"],
    ["0d", "spec.retentionPolicy is a text and must be 7d or more"],
    ["a week", "spec.retentionPolicy is a text and must be 7d or more"],
    [7, "spec.retentionPolicy is 7 and must be 7d or more"],
  ])("asks a store to keep what a recovery needs: %j", async (kept, problem) => {
    const bad = store("shop", "s3://bucket", kept);
    const violations = await judge([bad, cluster("database"), schedule("database")], only);
    expect(violations.map(({ urn }) => urn)).toEqual(problem === undefined ? [] : [bad.urn]);
    expect(violations[0]?.message ?? "").toContain(
      problem === undefined ? "" : `ObjectStore shop/store: ${problem}`,
    );
  });

  it("has the span from the stack's configuration, and asks it of stores in use alone", async () => {
    const months = (retention: string) => ({ config: { "require-postgres-backups": { retention } } });
    const stack = [store(), store("unused", "s3://other", "1d"), cluster("database"), schedule("database")];
    const [violation, ...more] = await judge(stack, { ...only, ...months("1m") });
    expect(violation?.message).toContain("spec.retentionPolicy is 7d and must be 1m or more.");
    expect(more).toEqual([]);
    await expect(judge(stack, { ...only, ...months("long"), strict: false })).rejects.toThrow(
      "retention must be a span such as 7d, 4w or 1m.",
    );
  });

  it("is not decided by a store whose name or span can't be known yet", async () => {
    const rest = [cluster("database"), schedule("database")];
    const nameless = resource("kubernetes:barmancloud.cnpg.io/v1:ObjectStore", {
      metadata: { name: unknownText, namespace: "shop" },
      spec: { retentionPolicy: "7d" },
    });
    for (const stack of [
      [nameless, ...rest],
      [store("shop", "s3://bucket", unknownText), ...rest],
    ])
      expect((await judge(stack, only)).map(({ level }) => level)).toEqual(["advisory"]);
  });
});
