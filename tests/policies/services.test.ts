import { describe, expect, it } from "vitest";
import { holdsAddress } from "../../policies/kubernetes/cidr.ts";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import {
  container,
  deployment,
  deploymentWith,
  resource,
  unknownObject,
  unknownText,
  type Json,
} from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const levels = (found: readonly { readonly level: string }[]) => found.map(({ level }) => level);
const service = (spec: Json, namespace: unknown = "shop", kind = "Service") =>
  resource(`kubernetes:core/v1:${kind}`, { metadata: { name: "web", namespace }, spec });

interface Case {
  readonly rule: string;
  readonly passes: readonly Json[];
  readonly fails: readonly (readonly [spec: Json, problem: string])[];
  readonly unknown: Json;
}

const cases: readonly Case[] = [
  {
    rule: "no-node-port",
    passes: [{}, { type: "ClusterIP", ports: [{ port: 80 }] }, { ports: [{ port: 80, nodePort: 0 }] }],
    fails: [
      [{ type: "NodePort" }, "spec.type is NodePort."],
      [{ type: "LoadBalancer", ports: [{ port: 1 }, { nodePort: 30000 }] }, "spec.ports[1].nodePort is set."],
    ],
    unknown: { type: unknownText },
  },
  {
    rule: "no-load-balancer",
    passes: [{}, { type: "ClusterIP" }, { type: "NodePort" }],
    fails: [[{ type: "LoadBalancer" }, "spec.type is LoadBalancer, outside the gateway's namespace."]],
    unknown: { type: unknownText },
  },
  {
    rule: "no-external-ips",
    passes: [{}, { externalIPs: [] }],
    fails: [[{ externalIPs: ["203.0.113.1"] }, "spec.externalIPs is set."]],
    unknown: { externalIPs: unknownText },
  },
  {
    rule: "no-localhost-external-name",
    passes: [{}, { type: "ExternalName", externalName: "localhost.example.com" }],
    fails: [
      [{ externalName: "localhost" }, "spec.externalName is localhost."],
      [{ externalName: "LOCALHOST.localdomain." }, "spec.externalName is localhost."],
      [{ externalName: "127.0.0.53" }, "spec.externalName is localhost."],
    ],
    unknown: { externalName: unknownText },
  },
];

describe.each(cases)("$rule", ({ rule: name, passes, fails, unknown }) => {
  const rule = only(name);

  it("lets others pass, and is about Services alone", async () => {
    expect(
      await judge(
        passes.map((spec) => service(spec)),
        rule,
      ),
    ).toEqual([]);
    expect((await judgeFully([deployment()], rule)).notApplicable).toHaveLength(1);
  });

  it.each(fails)("refuses %j", async (spec, problem) => {
    const found = await judge([service(spec)], rule);
    expect(levels(found)).toEqual(["mandatory"]);
    expect(found[0]?.message).toContain(`Service shop/web: ${problem}`);
    expect(await judge([service(spec, "shop", "ServicePatch")], rule)).toHaveLength(1);
  });

  it("leaves open what can't be known", async () => {
    expect(levels(await judge([service(unknown)], rule))).toEqual(["advisory"]);
  });
});

describe("no-load-balancer, of a gateway", () => {
  it("lets the gateway's own namespace have one", async () => {
    const rule = only("no-load-balancer");
    const balancer = service({ type: "LoadBalancer" }, "edge");
    expect(await judge([balancer], rule)).toHaveLength(1);
    const config = { "no-load-balancer": { gatewayNamespaces: ["edge"] } };
    expect(await judge([balancer], { ...rule, config })).toEqual([]);
  });
});

describe("deny-cloud-metadata-egress", () => {
  const rule = only("deny-cloud-metadata-egress");
  const policy = (...egress: unknown[]) =>
    resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", {
      metadata: { name: "web" },
      spec: { egress },
    });
  const block = (cidr: unknown, ...except: unknown[]) => ({ to: [{ ipBlock: { cidr, except } }] });

  it("lets pass what doesn't hold the address", async () => {
    const fine = [
      block("0.0.0.0/0", "10.0.0.0/8", "169.254.0.0/16"),
      block("10.0.0.0/8"),
      block("::/0", "fc00::/7"),
    ];
    expect(await judge([policy(...fine), policy({ to: [{ podSelector: {} }] }), policy()], rule)).toEqual([]);
    expect((await judgeFully([deployment()], rule)).notApplicable).toHaveLength(1);
  });

  it.each<[unknown, string]>([
    [block("0.0.0.0/0"), "spec.egress[0].to[0].ipBlock holds 169.254.169.254."],
    [block("0.0.0.0/0", "10.0.0.0/8"), "spec.egress[0].to[0].ipBlock holds 169.254.169.254."],
    [block("169.254.169.254/32"), "spec.egress[0].to[0].ipBlock holds 169.254.169.254."],
    [block("::/0"), "spec.egress[0].to[0].ipBlock holds fd00:ec2::254."],
    [{ ports: [{ port: 443 }] }, "spec.egress[0] allows every address."],
    [{ to: [] }, "spec.egress[0] allows every address."],
  ])("refuses %j", async (egress, problem) => {
    const found = await judge([policy(egress)], rule);
    expect(levels(found)).toEqual(["mandatory"]);
    expect(found[0]?.message).toContain(problem);
  });

  it("lets the address alone pass where the stack allows it", async () => {
    const config = { "deny-cloud-metadata-egress": { allowAlone: true } };
    expect(await judge([policy(block("169.254.169.254/32"))], { ...rule, config })).toEqual([]);
    expect(await judge([policy(block("169.254.0.0/16"))], { ...rule, config })).toHaveLength(1);
  });

  it("is sure of one block beside an unknown one", async () => {
    expect(levels(await judge([policy(block(unknownText), block("0.0.0.0/0"))], rule))).toEqual([
      "mandatory",
      "advisory",
    ]);
    expect(levels(await judge([policy(block("0.0.0.0/0", unknownText))], rule))).toEqual(["advisory"]);
    expect(await judge([policy(block("0.0.0.0/0", unknownText, "169.254.0.0/16"))], rule)).toEqual([]);
  });

  it.each<[string, string, boolean]>([
    ["10.0.0.0/8", "10.255.255.255", true],
    ["10.0.0.0/8", "11.0.0.0", false],
    ["255.255.255.255", "255.255.255.255", true],
    ["128.0.0.0/1", "200.1.2.3", true],
    ["fd00:ec2::/32", "fd00:ec2::254", true],
    ["fd00:ec3::/32", "fd00:ec2::254", false],
    ["::/0", "10.0.0.1", false],
    ["10.0.0.0/33", "10.0.0.1", false],
    ["10.0.0.0/8/8", "10.0.0.1", false],
    ["10.0.0.0/a", "10.0.0.1", false],
    ["nonsense", "10.0.0.1", false],
    ["10.0.0.0/8", "nonsense", false],
  ])("knows whether %s holds %s", (cidr, address, held) => {
    expect(holdsAddress(cidr, address)).toBe(held);
  });
});

describe("no-privileged-ports", () => {
  const rule = only("no-privileged-ports");
  const ports = (...numbers: unknown[]) =>
    deploymentWith({ ports: numbers.map((containerPort) => ({ containerPort })) });

  it("lets 1024 and above pass", async () => {
    expect(await judge([ports(1024, 8080), deploymentWith({ ports: undefined })], rule)).toEqual([]);
    expect((await judgeFully([service({})], rule)).notApplicable).toHaveLength(1);
  });

  it.each([
    [80, "ports[0].containerPort is 80."],
    [22, "ports[0].containerPort is 22, which is SSH's."],
    [1023, "ports[0].containerPort is 1023."],
  ])("refuses %j", async (number, problem) => {
    const found = await judge([ports(number)], rule);
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain(problem);
  });

  it("is sure of one beside an unknown one", async () => {
    expect(levels(await judge([ports(unknownText, 80)], rule))).toEqual(["mandatory", "advisory"]);
  });
});

describe("no-duplicate-env", () => {
  const rule = only("no-duplicate-env");
  const env = (...names: unknown[]) =>
    deploymentWith({ env: names.map((name) => ({ name, value: "hunter2" })) });

  it("lets each variable once pass, in each container", async () => {
    const two = deployment({
      template: { spec: { containers: ["a", "b"].map((name) => container({ name, env: [{ name: "A" }] })) } },
    });
    expect(await judge([env("A", "B"), two], rule)).toEqual([]);
    expect((await judgeFully([service({})], rule)).notApplicable).toHaveLength(1);
  });

  it("refuses a second one, and shows no value", async () => {
    const found = await judge([env("A", "B", "A")], rule);
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain("env[2].name is A, as env[0] is already.");
    const [odd] = await judge([env("s3cret value!", "s3cret value!")], rule);
    expect(odd?.message).toContain("env[1].name is a name, as env[0] is already.");
    expect(odd?.message).not.toContain("s3cret");
  });

  it("is sure of a pair beside an unknown one", async () => {
    expect(levels(await judge([env("A", unknownText, "A")], rule))).toEqual(["mandatory", "advisory"]);
    expect(levels(await judge([deploymentWith({ env: unknownObject })], rule))).toEqual(["advisory"]);
  });
});
