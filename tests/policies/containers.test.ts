import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import {
  container,
  deployment,
  deploymentWith,
  type Json,
  labels,
  neighbours,
  podSpec,
  resource,
  settled,
  unknownText,
  workload,
  wrappers,
} from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const pod = (spec: Json) => resource("kubernetes:core/v1:Pod", { metadata: { name: "web" }, spec });
const textOf = (violations: readonly { readonly message: string }[]) =>
  violations.map(({ message }) => message).join("\n");

describe("require-requests-and-limits", () => {
  const rule = only("require-requests-and-limits");

  it("names each missing figure in a violation of its own", async () => {
    const violations = await judge([deploymentWith({ resources: {} })], rule);
    expect(violations).toHaveLength(4);
    for (const figure of ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"]) {
      expect(textOf(violations)).toContain(`.resources.${figure} is not set.`);
    }
  });

  it.each(["0", 0, "0m", "0.0Gi", "00", "0."])("takes %j for not set", async (cpu) => {
    const resources = { requests: { cpu, memory: "1Gi" }, limits: { cpu: 1, memory: "1Gi" } };
    expect(textOf(await judge([deploymentWith({ resources })], rule))).toContain("requests.cpu is zero");
  });

  it("asks nothing of a debugging container, which may have no resources", async () => {
    const spec = podSpec({ ephemeralContainers: [container({ resources: null })] });
    expect(await judge([pod(spec)], rule)).toEqual([]);
  });

  it.each(["", null, true, {}, []])("does not take %j for a quantity", async (memory) => {
    const resources = { requests: { cpu: 1, memory: "1Gi" }, limits: { cpu: 1, memory } };
    expect(await judge([deploymentWith({ resources })], rule)).toHaveLength(1);
  });

  it.each(["10m", 0.5, "0.5", "100Mi", "1e3"])("takes %j for a quantity", async (cpu) => {
    const resources = { requests: { cpu, memory: "1Gi" }, limits: { cpu, memory: "1Gi" } };
    expect(await judge([deploymentWith({ resources })], rule)).toEqual([]);
  });

  it("leaves the CPU limit to the stack's configuration", async () => {
    const resources = { requests: { cpu: 1, memory: "1Gi" }, limits: { memory: "1Gi" } };
    const config = { "require-requests-and-limits": { cpuLimit: false } };
    expect(await judge([deploymentWith({ resources })], rule)).toHaveLength(1);
    expect(await judge([deploymentWith({ resources })], { ...rule, config })).toEqual([]);
    const none = await judge([deploymentWith({ resources: {} })], { ...rule, config });
    expect(none).toHaveLength(3);
  });

  it("is sure of what is missing beside an unknown figure", async () => {
    const resources = { requests: { cpu: unknownText, memory: "1Gi" }, limits: { cpu: 1 } };
    const violations = await judge([deploymentWith({ resources })], rule);
    expect(violations.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
  });
});

describe.each(["require-liveness-probe", "require-readiness-probe"])("%s", (name) => {
  const rule = only(name);
  const probe = name === "require-liveness-probe" ? "livenessProbe" : "readinessProbe";

  it.each(wrappers.filter(({ longRunning }) => !longRunning))("is not about a $type", async (wrapper) => {
    const judged = await judgeFully(
      [workload(wrapper, podSpec({ containers: [container({ [probe]: null })] }))],
      rule,
    );
    expect(judged.violations).toEqual([]);
    expect(judged.notApplicable).toHaveLength(1);
  });

  it("lets init containers do without, but not sidecars", async () => {
    const without = container({ name: "first", [probe]: null });
    const sidecar = container({ name: "proxy", [probe]: null, restartPolicy: "Always" });
    const violations = await judge([pod(podSpec({ initContainers: [without, sidecar] }))], rule);
    expect(violations).toHaveLength(1);
    expect(textOf(violations)).toContain('init container "proxy"');
  });

  it("does not let an unknown restart policy hide a main container", async () => {
    const spec = podSpec({
      initContainers: [container({ restartPolicy: unknownText })],
      containers: [container({ [probe]: null })],
    });
    expect((await judge([pod(spec)], rule)).map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
  });

  it("lets debugging containers do without", async () => {
    const spec = podSpec({ ephemeralContainers: [container({ [probe]: null })] });
    expect(await judge([pod(spec)], rule)).toEqual([]);
  });

  it.each([
    ["Never", 0],
    ["OnFailure", 0],
    ["Always", 1],
    [undefined, 1],
  ])("asks of a pod with restart policy %s", async (restartPolicy, count) => {
    const spec = podSpec({ restartPolicy, containers: [container({ [probe]: null })] });
    expect(await judge([pod(spec)], rule)).toHaveLength(count);
  });

  it.each(["httpGet", "tcpSocket", "exec", "grpc"])("takes %s for a probe", async (handler) => {
    expect(await judge([deploymentWith({ [probe]: { [handler]: { port: 1 } } })], rule)).toEqual([]);
  });

  it.each([{}, { periodSeconds: 5 }, { httpGet: null }])("does not take %j for a probe", async (empty) => {
    expect(textOf(await judge([deploymentWith({ [probe]: empty })], rule))).toContain(
      `${probe} asks nothing`,
    );
  });

  it("is content with a known handler beside an unknown one", async () => {
    const mixed = { httpGet: unknownText, exec: { command: ["true"] } };
    expect(await judge([deploymentWith({ [probe]: mixed })], rule)).toEqual([]);
  });
});

it("a violation is one line, whatever the names are", async () => {
  const spec = podSpec({ containers: [container({ name: "we\nb", image: "nginx" })] });
  const odd = resource("kubernetes:core/v1:Pod", { metadata: { name: "odd\r\nname" }, spec });
  const [violation] = await judge([odd], only("no-latest-tag"));
  // What no object can be called is not shown: it may be anything.
  expect(violation?.message).toMatch(/^Pod web, container "0": spec/);
  expect(violation?.message).not.toMatch(/[\r\n]/);
});

it("a good Deployment breaks no rule", async () => {
  const good = deployment({ template: { metadata: { labels }, spec: podSpec(settled) } });
  expect(await judge([good, ...neighbours])).toEqual([]);
});
