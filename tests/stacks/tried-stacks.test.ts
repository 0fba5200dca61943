import { describe, expect, test } from "vitest";
import { environmentNames } from "../../model/environment-name.ts";
import { platformImageNames } from "../../model/platform-image.ts";
import { capture } from "../../rendering/capture.ts";
import { systems } from "../../systems/all.ts";
import { stackConfiguration } from "../e2e/lifecycle/support/stack-configuration.ts";
import { trusting } from "../e2e/lifecycle/support/trusted-registry.ts";
import { judge, readPolicyConfiguration } from "../support/policy-harness.ts";

const registry = "registry.slipway.test:5000";
const released = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, `${registry}/${name}@sha256:${"a1".repeat(32)}`]));

describe.each(environmentNames)("%s as it is taken through its life on the test cluster", (stack) => {
  test("passes the policies, which an hour of trying would end at otherwise", async () => {
    const environment = stackConfiguration(
      stack,
      { kubeconfig: "/none", identity: "0f8fad5b-d9cb-469f-a165-70867728950e" },
      {
        release: () => ({
          ...Object.fromEntries(systems.map(({ name, images }) => [name, released(Object.keys(images))])),
          platform: released(platformImageNames(stack)),
        }),
      },
    );
    const resources = await capture(stack, { environment });
    const violations = await judge(
      resources.map(({ inputs, ...resource }) => ({ ...resource, props: inputs })),
      { config: trusting(registry, readPolicyConfiguration(stack)), dryRun: false },
    );
    expect(resources.length).toBeGreaterThan(100);
    expect(violations.filter(({ level }) => level === "mandatory")).toEqual([]);
  });
});
