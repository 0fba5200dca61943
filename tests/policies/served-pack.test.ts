import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { policiesOf } from "../../policies/judging/policy.ts";
import { policyTexts } from "../../policies/policy-texts.ts";
import { rules } from "../../policies/rules/catalogue.ts";
import { reconcile } from "../support/policy-configuration.ts";
import { judge, readPolicyConfiguration } from "../support/policy-harness.ts";
import { ServedPack } from "./served-pack.ts";
import {
  container,
  deployment,
  deploymentWith,
  labels,
  podSpec,
  resource,
  security,
  unknownList,
  unknownObject,
  unknownText,
  workload,
  wrappers,
  zeroDigest,
} from "./workloads.ts";

const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

/** Resources of every kind, good and bad, with unknown and secret values wherever a rule reads. */
const resources = [
  ...wrappers.map((wrapper) => workload(wrapper, podSpec())),
  ...wrappers.map((wrapper, index) => ({
    ...workload(wrapper, podSpec({ initContainers: [container({ image: "nginx:latest", resources: {} })] })),
    urn: `urn:broken:${index}`,
  })),
  deployment(),
  { ...deploymentWith({ image: `web@${zeroDigest}` }), urn: "urn:never-released" },
  {
    ...deploymentWith({
      image: unknownText,
      livenessProbe: unknownObject,
      ...security({ capabilities: null }),
    }),
    urn: "urn:a",
  },
  { ...deploymentWith({ image: secret("nginx"), readinessProbe: secret(null) }), urn: "urn:b" },
  { ...deployment({ template: { spec: podSpec({ containers: unknownList }) } }), urn: "urn:c" },
  resource("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", {
    metadata: { name: "web", namespace: "shop", labels },
    spec: { scaleTargetRef: { kind: "Deployment", name: "web" } },
  }),
  resource("kubernetes:core/v1:Namespace", {
    metadata: secret({ name: "shop", labels: { a: unknownText } }),
  }),
  resource("kubernetes:core/v1:Secret", {
    metadata: { name: unknownText },
    stringData: secret({ key: "canary" }),
  }),
  resource("random:index/randomPassword:RandomPassword", { length: 32 }),
];

describe.each([true, false])("the pack in the SDK's own runner, dry run %s", (dryRun) => {
  let pack: ServedPack;

  beforeAll(async () => {
    pack = await ServedPack.start(dryRun);
  }, 60_000);

  afterAll(async () => {
    await pack.stop();
  });

  it("serves every rule", async () => {
    const info = await pack.info();
    expect(info).toMatchObject({ name: "slipway", displayname: "Slipway", supportsconfig: true });
    expect(info.policiesList.map(({ name }) => name)).toEqual(policyTexts.map(({ name }) => name));
  });

  it.each(["dev", "staging", "production"])("judges as the harness does, in %s", async (stack) => {
    const config = readPolicyConfiguration(stack);
    await pack.configure(reconcile(policiesOf(rules, { isDryRun: () => dryRun }), config));
    const served = await pack.judge(resources);
    const harnessed = await judge(resources, { config, dryRun });
    const withoutVersion = served.map((violation) => ({
      ...violation,
      message: violation.message.replace("'slipway@v0.1.0'", "'slipway'"),
    }));
    expect(withoutVersion).toEqual(harnessed);
    expect(served.length).toBeGreaterThan(50);
    const neverReleased = served.filter(({ policy }) => policy === "no-never-released-digest");
    expect(neverReleased.some(({ level }) => level === "mandatory")).toBe(!dryRun);
  });
});
