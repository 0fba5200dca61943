import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully, readPolicyConfiguration } from "../support/policy-harness.ts";
import { deployment, resource, unknownText, type Json } from "./workloads.ts";

const only = { rules: rules.filter(({ name }) => name === "no-unseen-release") };
const release = (props: Json = {}, version = "v3") =>
  resource(`kubernetes:helm.sh/${version}:Release`, {
    name: "cache",
    namespace: "shop",
    chart: "redis",
    ...props,
  });
const levels = async (props: Json, config = {}) =>
  (await judge([release(props)], { ...only, config })).map(({ level }) => level);

describe("no-unseen-release", () => {
  it("says of a release that nothing of it is judged, and stops no project that says nothing", async () => {
    const [violation, ...more] = await judge([release()], only);
    expect(violation).toMatchObject({ level: "advisory", urn: release().urn });
    expect(violation?.message).toContain("Release shop/cache: chart is released unseen by the policies.");
    expect(violation?.message).toContain("kubernetes.helm.v4.Chart");
    expect(more).toEqual([]);
  });

  it.each(["dev", "staging", "production"])("is mandatory in %s", async (stack) => {
    const found = await judge([release()], { config: readPolicyConfiguration(stack) });
    expect(found.map(({ policy, level }) => [policy, level])).toEqual([["no-unseen-release", "mandatory"]]);
  });

  it("lets a release pass that the stack's configuration names, and no other", async () => {
    const config = { "no-unseen-release": { allowed: ["shop/cache"] } };
    expect(await levels({}, config)).toEqual([]);
    for (const props of [{ name: "cach" }, { namespace: "other" }, { name: null }, { name: "a/b" }])
      expect(await levels(props, config)).toEqual(["advisory"]);
    const [undecided] = await judge([release({ name: unknownText })], { ...only, config });
    expect(undecided?.message).toMatch(/^can't run policy 'no-unseen-release'/);
    expect(await levels({ name: unknownText, namespace: "other" }, config)).toEqual(["advisory"]);
  });

  it.each([
    ["a chart, whose objects are judged", resource("kubernetes:helm.sh/v4:Chart", {})],
    ["a chart of before", resource("kubernetes:helm.sh/v3:Chart", {})],
    ["objects of a file, which are judged", resource("kubernetes:yaml/v2:ConfigFile", {})],
    ["a workload", deployment()],
    ["somebody's own kind", resource("kubernetes:acme.dev/v1:Release", {})],
  ])("is not about %s", async (_what, other) => {
    const { violations, notApplicable } = await judgeFully([other], only);
    expect(violations).toEqual([]);
    expect(notApplicable).toHaveLength(1);
  });
});
