import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge } from "../support/policy-harness.ts";
import { container, podSpec, podWrapper, security, unknownText, workload, type Json } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const pod = (changes: Json) => workload(podWrapper, podSpec(changes));
const textOf = (violations: readonly { readonly message: string }[]) =>
  violations.map(({ message }) => message).join("\n");
const unconfined = { type: "Unconfined" };

describe("require-seccomp-profile", () => {
  const rule = only("require-seccomp-profile");
  const local = { type: "Localhost", localhostProfile: "web.json" };
  const withPod = (own: unknown, ofWhole: unknown, more: Json = {}) =>
    pod({
      securityContext: { seccompProfile: ofWhole },
      containers: [container(security({ seccompProfile: own }))],
      ...more,
    });

  it.each([
    [undefined, { type: "RuntimeDefault" }, 0],
    [local, undefined, 0],
    [null, local, 0],
    [undefined, undefined, 1],
    [undefined, null, 1],
    // The pod's own mistake is told once, not once a container.
    [undefined, unconfined, 1],
    [local, unconfined, 1],
    [unconfined, local, 1],
    [{}, local, 1],
    [unconfined, unconfined, 2],
  ])("container %j in pod %j: %i violations", async (own, ofWhole, count) => {
    expect(await judge([withPod(own, ofWhole)], rule)).toHaveLength(count);
    expect(await judge([withPod(own, ofWhole, { os: { name: "windows" } })], rule)).toEqual([]);
    expect(await judge([withPod(own, ofWhole, { os: { name: "linux" } })], rule)).toHaveLength(count);
  });

  it("asks for the operating system only where it decides", async () => {
    const os = { name: unknownText };
    expect(await judge([withPod(undefined, local, { os })], rule)).toEqual([]);
    expect((await judge([withPod(undefined, undefined, { os })], rule)).map(({ level }) => level)).toEqual([
      "advisory",
    ]);
  });
});

describe.each([
  ["no-privilege-escalation", { allowPrivilegeEscalation: null }],
  ["read-only-root-filesystem", { readOnlyRootFilesystem: null }],
  ["read-only-root-filesystem", { readOnlyRootFilesystem: false }],
  ["require-drop-all-capabilities", { capabilities: null }],
  ["require-drop-all-capabilities", { capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } }],
])("%s, of %j", (name, changes) => {
  const onSystem = (os: unknown) => pod({ os, containers: [container(security(changes))] });

  it("excepts pods for Windows alone", async () => {
    expect(await judge([onSystem({ name: "windows" })], only(name))).toEqual([]);
    expect(await judge([onSystem({ name: "Windows" })], only(name))).toHaveLength(1);
    expect(await judge([onSystem(null)], only(name))).toHaveLength(1);
    const unsure = await judge([onSystem({ name: unknownText })], only(name));
    expect(unsure.map(({ level }) => level)).toEqual(["advisory"]);
  });
});

describe("require-run-as-non-root", () => {
  const rule = only("require-run-as-non-root");
  const withPod = (own: Json, ofWhole: Json, more: Json = {}) =>
    pod({ securityContext: ofWhole, containers: [container({ securityContext: own })], ...more });

  it.each([
    [{}, { runAsNonRoot: true }, 0],
    [{ runAsNonRoot: true }, {}, 0],
    [{ runAsNonRoot: null }, { runAsNonRoot: true }, 0],
    [{ runAsNonRoot: true }, { runAsNonRoot: null }, 0],
    [{ runAsNonRoot: false }, { runAsNonRoot: true }, 1],
    // The API server refuses a pod that says false, even where every container overrides it.
    [{ runAsNonRoot: true }, { runAsNonRoot: false }, 1],
    [{}, { runAsNonRoot: false }, 1],
    [{}, {}, 1],
    [{ runAsNonRoot: "true" }, {}, 1],
    [{ runAsNonRoot: false }, { runAsNonRoot: false }, 2],
  ])("container %j in pod %j: %i violations", async (own, ofWhole, count) => {
    expect(await judge([withPod(own, ofWhole)], rule)).toHaveLength(count);
    expect(await judge([withPod(own, ofWhole, { hostUsers: true })], rule)).toHaveLength(count);
    expect(await judge([withPod(own, ofWhole, { hostUsers: false })], rule)).toEqual([]);
  });

  it("points at the field that decides", async () => {
    expect(textOf(await judge([withPod({}, { runAsNonRoot: false })], rule))).toContain(
      ": spec.securityContext.runAsNonRoot is false",
    );
    expect(textOf(await judge([withPod({}, {})], rule))).toContain(
      ": spec.containers[0].securityContext.runAsNonRoot is not set, nor on the pod",
    );
  });

  it("is sure of a container beside an unknown pod, and asks for the user namespace only where it decides", async () => {
    const beside = await judge([withPod({ runAsNonRoot: false }, { runAsNonRoot: unknownText })], rule);
    expect(beside.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
    expect(await judge([withPod({ runAsNonRoot: true }, {}, { hostUsers: unknownText })], rule)).toEqual([]);
    const unsure = await judge([withPod({}, {}, { hostUsers: unknownText })], rule);
    expect(unsure.map(({ level }) => level)).toEqual(["advisory"]);
  });
});

describe("no-run-as-root-user", () => {
  const rule = only("no-run-as-root-user");
  const withPod = (own: Json, ofWhole: Json, more: Json = {}) =>
    pod({ securityContext: ofWhole, containers: [container({ securityContext: own })], ...more });

  it.each([
    [{}, {}, 0],
    [{ runAsUser: 65532 }, { runAsUser: null }, 0],
    [{ runAsUser: 0 }, {}, 1],
    [{ runAsUser: "0" }, {}, 1],
    [{}, { runAsUser: 0 }, 1],
    // The API server refuses a pod that says 0, even where every container overrides it.
    [{ runAsUser: 65532 }, { runAsUser: 0 }, 1],
    [{ runAsUser: 0 }, { runAsUser: 0 }, 2],
  ])("container %j in pod %j: %i violations", async (own, ofWhole, count) => {
    expect(await judge([withPod(own, ofWhole)], rule)).toHaveLength(count);
    expect(await judge([withPod(own, ofWhole, { hostUsers: false })], rule)).toEqual([]);
  });

  it("points at the field that decides", async () => {
    expect(textOf(await judge([withPod({}, { runAsUser: 0 })], rule))).toContain(
      "Pod shop/web: spec.securityContext.runAsUser is 0, which is root.",
    );
  });
});
