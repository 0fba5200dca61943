import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import { namespace, podSpec, resource, unknownText, workload, wrappers, type Json } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const levels = (found: readonly { readonly level: string }[]) => found.map(({ level }) => level);
const account = (changes: Json = {}, namespace: unknown = "shop") =>
  resource("kubernetes:core/v1:ServiceAccount", { metadata: { name: "web", namespace }, ...changes });
const [pod] = wrappers;
if (!pod) throw new Error("There is no wrapper.");

describe("no-default-service-account", () => {
  const rule = only("no-default-service-account");
  const binding = (...subjects: Json[]) =>
    resource("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", { metadata: { name: "web" }, subjects });

  it.each(wrappers)("wants one of $type's own", async (wrapper) => {
    const { path } = wrapper;
    expect(await judge([workload(wrapper, podSpec({ serviceAccountName: "web" }))], rule)).toEqual([]);
    expect(await judge([workload(wrapper, podSpec({ serviceAccount: "web" }))], rule)).toEqual([]);
    const [unset] = await judge([workload(wrapper, podSpec())], rule);
    expect(unset?.message).toContain(
      `${path}.serviceAccountName is not set, which means the default account.`,
    );
    const [named] = await judge([workload(wrapper, podSpec({ serviceAccountName: "default" }))], rule);
    expect(named?.message).toContain(`${path}.serviceAccountName is the default account.`);
  });

  it("refuses a binding for it", async () => {
    const found = await judge(
      [binding({ kind: "User", name: "default" }, { kind: "ServiceAccount", name: "default" })],
      rule,
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain("RoleBinding web: subjects[1].name is the default account.");
    expect(await judge([binding({ kind: "ServiceAccount", name: "web" })], rule)).toEqual([]);
    expect((await judgeFully([account()], rule)).notApplicable).toHaveLength(1);
  });

  it("leaves open what can't be known", async () => {
    const found = await judge([workload(pod, podSpec({ serviceAccountName: unknownText }))], rule);
    expect(levels(found)).toEqual(["advisory"]);
  });
});

describe("no-automount-sa-token", () => {
  const rule = only("no-automount-sa-token");
  const field = "automountServiceAccountToken";

  it.each(wrappers)("wants $type to say so", async (wrapper) => {
    expect(await judge([workload(wrapper, podSpec({ [field]: false }))], rule)).toEqual([]);
    const [unset] = await judge([workload(wrapper, podSpec())], rule);
    expect(unset?.message).toContain(`${wrapper.path}.${field} is not set and must be false.`);
    const [on] = await judge([workload(wrapper, podSpec({ [field]: true }))], rule);
    expect(on?.message).toContain(`${wrapper.path}.${field} is true and must be false.`);
  });

  it("wants accounts to say so", async () => {
    expect(await judge([account({ [field]: false })], rule)).toEqual([]);
    const found = await judge([account()], rule);
    expect(found[0]?.message).toContain(`ServiceAccount shop/web: ${field} is not set and must be false.`);
    const part = resource("kubernetes:core/v1:ServiceAccountPatch", { metadata: { name: "web" } });
    expect(await judge([part], rule)).toEqual([]);
    expect((await judgeFully([resource("kubernetes:core/v1:Secret", {})], rule)).notApplicable).toHaveLength(
      1,
    );
  });

  it("leaves open what can't be known", async () => {
    expect(levels(await judge([account({ [field]: unknownText })], rule))).toEqual(["advisory"]);
  });
});

describe("service-account-exists", () => {
  const rule = only("service-account-exists");
  const withAccount = (name: unknown) => workload(pod, podSpec({ serviceAccountName: name }));

  it("is content with one of the pod's namespace, and leaves the default to another rule", async () => {
    expect(await judge([withAccount("web"), account()], rule)).toEqual([]);
    expect(await judge([withAccount("default"), workload(pod, podSpec())], rule)).toEqual([]);
    expect((await judgeFully([account()], rule)).notApplicable).toHaveLength(2);
  });

  it.each<[string, unknown, unknown]>([
    ["another name", "webb", "shop"],
    ["another namespace", "web", "elsewhere"],
    ["no namespace, which is default", "web", null],
  ])("refuses %s", async (_, name, namespace) => {
    const lost = withAccount(name);
    const found = await judge([lost, account({}, namespace)], rule);
    expect(found.map(({ urn }) => urn)).toEqual([lost.urn]);
    expect(found[0]?.message).toContain(
      "Pod shop/web: spec.serviceAccountName names a ServiceAccount that the stack doesn't declare in this namespace.",
    );
  });

  it("leaves open what can't be known", async () => {
    expect(levels(await judge([withAccount(unknownText), account()], rule))).toEqual(["advisory"]);
    expect(levels(await judge([withAccount("web"), account({}, unknownText)], rule))).toEqual(["advisory"]);
    expect(levels(await judge([namespace(), withAccount("api"), account({}, unknownText)], rule))).toEqual([
      "mandatory",
    ]);
  });
});

describe("no-deprecated-service-account-field", () => {
  const rule = only("no-deprecated-service-account-field");

  it.each(wrappers)("refuses it in $type", async (wrapper) => {
    expect(await judge([workload(wrapper, podSpec({ serviceAccountName: "web" }))], rule)).toEqual([]);
    const [found] = await judge([workload(wrapper, podSpec({ serviceAccount: "web" }))], rule);
    expect(found?.message).toContain(`${wrapper.path}.serviceAccount is set.`);
  });

  it("leaves open what can't be known, and is not about accounts", async () => {
    const found = await judge([workload(pod, podSpec({ serviceAccount: unknownText }))], rule);
    expect(levels(found)).toEqual(["advisory"]);
    expect((await judgeFully([account()], rule)).notApplicable).toHaveLength(1);
  });
});

describe("no-legacy-sa-token-secret", () => {
  const rule = only("no-legacy-sa-token-secret");
  const secret = (type: unknown, kind = "Secret") =>
    resource(`kubernetes:core/v1:${kind}`, { metadata: { name: "web" }, type });

  it("refuses that type alone, in a part too", async () => {
    const legacy = "kubernetes.io/service-account-token";
    for (const kind of ["Secret", "SecretPatch"]) {
      const [found] = await judge([secret(legacy, kind)], rule);
      expect(found?.message).toContain(`${kind} web: type is ${legacy}.`);
    }
    expect(await judge([secret("Opaque"), secret(undefined)], rule)).toEqual([]);
    expect(levels(await judge([secret(unknownText)], rule))).toEqual(["advisory"]);
    expect((await judgeFully([account()], rule)).notApplicable).toHaveLength(1);
  });
});
