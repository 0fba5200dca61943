import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import {
  container,
  deployment,
  deploymentWith,
  podSpec,
  resource,
  security,
  unknownText,
  workload,
  wrappers,
  type Json,
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

describe("require-run-as-non-root", () => {
  const rule = only("require-run-as-non-root");
  const withPod = (own: Json, podContext: Json) =>
    pod(podSpec({ securityContext: podContext, containers: [container({ securityContext: own })] }));

  it.each([
    [{}, { runAsNonRoot: true }, 0],
    [{ runAsNonRoot: true }, {}, 0],
    [{ runAsNonRoot: true }, { runAsNonRoot: false }, 0],
    [{ runAsNonRoot: null }, { runAsNonRoot: true }, 0],
    [{ runAsNonRoot: false }, { runAsNonRoot: true }, 1],
    [{}, { runAsNonRoot: false }, 1],
    [{}, {}, 1],
    [{ runAsNonRoot: "true" }, {}, 1],
    [{ runAsNonRoot: true, runAsUser: 0 }, {}, 1],
    [{ runAsNonRoot: true, runAsUser: "0" }, {}, 1],
    [{ runAsNonRoot: true }, { runAsUser: 0 }, 1],
    [{ runAsNonRoot: true, runAsUser: 65532 }, { runAsUser: 0 }, 0],
    [{ runAsNonRoot: false, runAsUser: 0 }, {}, 2],
  ])("container %j in pod %j: %i violations", async (own, podContext, count) => {
    expect(await judge([withPod(own, podContext)], rule)).toHaveLength(count);
  });

  it("points at the field that decides", async () => {
    expect(textOf(await judge([withPod({}, { runAsUser: 0, runAsNonRoot: true })], rule))).toContain(
      ": spec.securityContext.runAsUser is 0",
    );
    expect(textOf(await judge([withPod({}, {})], rule))).toContain(
      ": spec.containers[0].securityContext.runAsNonRoot is not set",
    );
  });

  it("does not ask an unknown pod when the container says it", async () => {
    expect(
      await judge([withPod({ runAsNonRoot: true, runAsUser: 1 }, { runAsNonRoot: unknownText })], rule),
    ).toEqual([]);
    const user = await judge([withPod({ runAsNonRoot: unknownText, runAsUser: 0 }, {})], rule);
    expect(user.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
  });
});

describe("no-privilege-escalation", () => {
  const rule = only("no-privilege-escalation");

  it.each([
    [{ privileged: true }, 1],
    [{ privileged: false }, 0],
    [{ privileged: null }, 0],
    [{ privileged: "yes" }, 1],
    [{ allowPrivilegeEscalation: undefined }, 1],
    [{ allowPrivilegeEscalation: "false" }, 1],
    [{ privileged: true, allowPrivilegeEscalation: true }, 2],
  ])("%j: %i violations", async (changes, count) => {
    expect(await judge([deploymentWith(security(changes))], rule)).toHaveLength(count);
  });

  it("is not fooled by the pod's own security context", async () => {
    const spec = podSpec({
      securityContext: { allowPrivilegeEscalation: false },
      containers: [container({ securityContext: {} })],
    });
    expect(await judge([pod(spec)], rule)).toHaveLength(1);
  });
});

describe("require-drop-all-capabilities", () => {
  const rule = only("require-drop-all-capabilities");

  it.each([
    [{ drop: ["ALL"] }, 0],
    [{ drop: ["NET_RAW", "ALL"], add: ["NET_BIND_SERVICE"] }, 0],
    [{ drop: ["ALL"], add: null }, 0],
    [{ drop: ["all"] }, 1],
    [{ drop: "ALL" }, 1],
    [{ drop: [] }, 1],
    [{}, 1],
    [null, 1],
    [{ drop: ["ALL"], add: ["SYS_ADMIN", "NET_BIND_SERVICE", "NET_ADMIN"] }, 2],
    [{ drop: ["ALL"], add: [7] }, 1],
    [{ add: ["SYS_ADMIN"] }, 2],
  ])("%j: %i violations", async (capabilities, count) => {
    expect(await judge([deploymentWith(security({ capabilities }))], rule)).toHaveLength(count);
  });

  it("names the capability and its place", async () => {
    const capabilities = { drop: ["ALL"], add: ["NET_BIND_SERVICE", "SYS_ADMIN"] };
    const found = textOf(await judge([deploymentWith(security({ capabilities }))], rule));
    expect(found).toContain(".securityContext.capabilities.add[1] is SYS_ADMIN.");
  });

  it("is content with ALL beside an unknown element, and sure of a bad one", async () => {
    const good = { drop: [unknownText, "ALL"] };
    expect(await judge([deploymentWith(security({ capabilities: good }))], rule)).toEqual([]);
    const bad = { drop: ["ALL"], add: [unknownText, "SYS_ADMIN"] };
    const violations = await judge([deploymentWith(security({ capabilities: bad }))], rule);
    expect(violations.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
  });
});

describe("read-only-root-filesystem", () => {
  it.each([
    [true, 0],
    [false, 1],
    ["true", 1],
    [undefined, 1],
  ])("%j: %i violations", async (readOnlyRootFilesystem, count) => {
    const changed = deploymentWith(security({ readOnlyRootFilesystem }));
    expect(await judge([changed], only("read-only-root-filesystem"))).toHaveLength(count);
  });
});

it("a violation is one line, whatever the names are", async () => {
  const spec = podSpec({ containers: [container({ name: "we\nb", image: "nginx" })] });
  const odd = resource("kubernetes:core/v1:Pod", { metadata: { name: "odd\r\nname" }, spec });
  const [violation] = await judge([odd], only("no-latest-tag"));
  expect(violation?.message).toMatch(/^Pod odd name, container "we\\nb": spec/);
  expect(violation?.message).not.toMatch(/[\r\n]/);
});

it("a good Deployment breaks no rule", async () => {
  expect(await judge([deployment()])).toEqual([]);
});
