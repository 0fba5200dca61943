import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { policiesOf } from "../../policies/judging/policy.ts";
import { rules } from "../../policies/rules/catalogue.ts";
import { reconcile, type PolicyConfiguration } from "../support/policy-configuration.ts";
import type { CapturedResource } from "../support/policy-harness.ts";
import { ServedPack } from "./served-pack.ts";
import {
  container,
  labels,
  podSpec,
  resource,
  security,
  unknownText,
  workload,
  wrappers,
  type Json,
} from "./workloads.ts";

const policies = policiesOf(rules, { isDryRun: () => false });
const mending = {
  "no-automount-sa-token": "remediate",
  "require-labels": {
    enforcementLevel: "remediate",
    everywhere: ["acme.dev/team"],
    values: { "acme.dev/team": "shop", "acme.dev/unasked": "x" },
  },
  "require-seccomp-profile": "remediate",
} as const;
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
/** The pack allows an exemption some months at most. */
const expires = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
const [pod] = wrappers;
if (!pod) throw new Error("There is no workload.");
const unconfined = { containers: [container(security({ seccompProfile: undefined }))] };

describe("the level remediate, in the SDK's own runner", () => {
  let pack: ServedPack;
  const mended = async (given: CapturedResource, config: PolicyConfiguration = mending) => {
    await pack.configure(reconcile(policies, { all: "advisory", ...config }));
    return pack.remediate(given);
  };

  beforeAll(async () => {
    pack = await ServedPack.start(true);
  }, 60_000);

  afterAll(async () => {
    await pack.stop();
  });

  it("is no policy's by itself", async () => {
    expect(policies.filter(({ enforcementLevel }) => enforcementLevel === "remediate")).toEqual([]);
    expect(await mended(workload(pod, podSpec(unconfined)), {})).toEqual([]);
  });

  it.each(wrappers)("mends what a $type lacks", async (wrapper) => {
    const given = workload(wrapper, { ...unconfined, automountServiceAccountToken: undefined });
    const found = await mended(given);
    expect(found.map(({ policy }) => policy).sort()).toEqual([
      "no-automount-sa-token",
      "require-labels",
      "require-seccomp-profile",
    ]);
    const spec = podOf(found.at(-1)?.properties, wrapper.path);
    expect(spec["automountServiceAccountToken"]).toBe(false);
    expect(spec["securityContext"]).toEqual({ seccompProfile: { type: "RuntimeDefault" } });
    expect(found.at(-1)?.properties).toMatchObject({
      metadata: { labels: { ...labels, "acme.dev/team": "shop" } },
    });
  });

  it("changes nothing that was written, and nothing that is right", async () => {
    const written = workload(
      pod,
      podSpec({
        automountServiceAccountToken: true,
        securityContext: { seccompProfile: { type: "Unconfined" } },
      }),
    );
    const labelled = {
      ...written,
      props: { ...written.props, metadata: { labels: { "acme.dev/team": "other" } } },
    };
    expect(await mended(labelled)).toEqual([]);
    expect(await mended(resource("random:index/randomId:RandomId", {}))).toEqual([]);
    const confined = { "require-seccomp-profile": "remediate" } as const;
    expect(await mended(workload(pod, podSpec()), confined)).toEqual([]);
    const windows = workload(pod, podSpec({ ...unconfined, os: { name: "windows" } }));
    expect(await mended(windows, confined)).toEqual([]);
  });

  it("leaves secrets secret and unknown values unknown", async () => {
    const spec = { ...unconfined, nodeName: unknownText, hostname: secret("canary") };
    const [found] = await mended(workload(pod, spec), { "require-seccomp-profile": "remediate" });
    expect(podOf(found?.properties, pod.path)).toMatchObject({
      nodeName: unknownText,
      hostname: secret("canary"),
      securityContext: { seccompProfile: { type: "RuntimeDefault" } },
    });
  });

  it("mends a ServiceAccount, and no part of an object", async () => {
    const only = { "no-automount-sa-token": "remediate" } as const;
    const [found] = await mended(resource("kubernetes:core/v1:ServiceAccount", { metadata: {} }), only);
    expect(found?.properties).toEqual({ metadata: {}, automountServiceAccountToken: false });
    expect(await mended(resource("kubernetes:core/v1:ServiceAccountPatch", { metadata: {} }), only)).toEqual(
      [],
    );
  });

  it("mends nothing that is exempted", async () => {
    const given = workload(pod, podSpec(unconfined));
    const exempted = {
      "require-seccomp-profile": {
        enforcementLevel: "remediate",
        exemptions: [{ resource: given.urn, reason: "r", owner: "o", expires }],
      },
    };
    expect(await mended({ ...given, urn: "urn:pulumi:a::b::c::other" }, exempted)).toHaveLength(1);
    expect(await mended(given, exempted)).toEqual([]);
  });

  it("counts what an exemption keeps back, and not what needs no mending", async () => {
    const listed = async (given: CapturedResource) => {
      const exempted = { resource: given.urn, reason: "an old image", owner: "shop-team", expires };
      const policy = "require-seccomp-profile";
      const entry = { enforcementLevel: "remediate", exemptions: [exempted] };
      expect(await mended(given, { [policy]: entry })).toEqual([]);
      return (await pack.judge([given])).filter((violation) => violation.policy === "exemptions-in-use");
    };
    const [right] = await listed(workload(pod, podSpec()));
    expect(right?.message).toContain("matches no violation");
    const [wrong] = await listed(workload(pod, podSpec(unconfined)));
    expect(wrong?.message).toContain("keeps back 1 violation");
  });
});

function podOf(properties: unknown, path: string): Json {
  return path.split(".").reduce<unknown>((at, key) => (at as Json)[key], properties) as Json;
}
