import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import { resource, unknownText, type Json } from "./workloads.ts";

const only = { rules: rules.filter(({ name }) => name === "no-broad-secret-access") };
const role = (rule: Json, kind = "Role") =>
  resource(`kubernetes:rbac.authorization.k8s.io/v1:${kind}`, { metadata: { name: "web" }, rules: [rule] });
const onSecrets = (verbs: readonly string[], more: Json = {}): Json => ({
  apiGroups: [""],
  resources: ["secrets"],
  verbs,
  ...more,
});

describe("no-broad-secret-access", () => {
  it.each([
    ["lists", onSecrets(["list"])],
    ["watches", onSecrets(["get", "watch"])],
    ["may do anything", onSecrets(["*"])],
    ["lists without a name among its names", onSecrets(["list"], { resourceNames: ["a", ""] })],
    ["lists among others", onSecrets(["list"], { resources: ["configmaps", "secrets"] })],
    ["lists everything", onSecrets(["list"], { apiGroups: ["*"], resources: ["*"] })],
  ])("refuses a role that %s", async (_, rule) => {
    for (const kind of ["Role", "ClusterRole"]) {
      const [violation, ...more] = await judge([role(rule, kind)], only);
      expect(violation?.message).toContain(`${kind} web: rules[0] shows all Secrets`);
      expect(more).toEqual([]);
    }
  });

  it("refuses one that reads any Secret, and lets one pass that names which", async () => {
    const [violation] = await judge([role(onSecrets(["get"]))], only);
    expect(violation?.message).toContain("Role web: rules[0] reads any Secret");
    expect(await judge([role(onSecrets(["get"], { resourceNames: [] }))], only)).toHaveLength(1);
    expect(await judge([role(onSecrets(["get"], { resourceNames: ["web-key"] }))], only)).toEqual([]);
  });

  it.each([["get"], ["list"], ["watch", "get"], ["patch", "update", "delete"], ["deletecollection"], ["*"]])(
    "lets a role pass that may %s what it names, and not one that names nothing",
    async (...verbs) => {
      expect(
        await judge([role(onSecrets(verbs, { resourceNames: ["web-key", "web-token"] }))], only),
      ).toEqual([]);
      for (const resourceNames of [undefined, null, []])
        expect(await judge([role(onSecrets(verbs, { resourceNames }))], only)).toHaveLength(1);
    },
  );

  it.each([
    ["patch", "rules[0] reads any Secret, as it names none."],
    ["update", "rules[0] changes any Secret, as it names none."],
    ["delete", "rules[0] changes any Secret, as it names none."],
    ["deletecollection", "rules[0] deletes all Secrets that there are, and the answer shows them."],
  ])("says what one may do by %s", async (verb, problem) => {
    const [violation, ...more] = await judge([role(onSecrets([verb]))], only);
    expect(violation?.message).toContain(problem);
    expect(more).toEqual([]);
  });

  it("takes an empty name for all of them only where a request needs none", async () => {
    const resourceNames = [""];
    expect(await judge([role(onSecrets(["get", "update"], { resourceNames }))], only)).toEqual([]);
    expect(await judge([role(onSecrets(["deletecollection"], { resourceNames }))], only)).toHaveLength(1);
  });

  it.each([
    ["other things of the core", { apiGroups: [""], resources: ["configmaps"], verbs: ["*"] }],
    ["what another group calls secrets", { apiGroups: ["acme.dev"], resources: ["secrets"], verbs: ["*"] }],
    ["making one", onSecrets(["create"])],
  ])("is not about %s", async (_, rule) => {
    expect(await judge([role(rule)], only)).toEqual([]);
  });

  it("judges what can be known beside what can't", async () => {
    const levels = async (rule: Json) => (await judge([role(rule)], only)).map(({ level }) => level);
    for (const verb of ["list", "get", "patch", "delete", "deletecollection"]) {
      expect(await levels(onSecrets([unknownText, verb]))).toEqual(["mandatory"]);
      expect(await levels(onSecrets([verb], { resources: [unknownText, "secrets"] }))).toEqual(["mandatory"]);
    }
    expect(await levels(onSecrets([unknownText]))).toEqual(["advisory"]);
    expect(await levels(onSecrets(["get", unknownText], { resourceNames: ["web-key"] }))).toEqual([]);
    expect(await levels(onSecrets(["get"], { resourceNames: [unknownText] }))).toEqual([]);
    expect(await levels(onSecrets(["list"], { resourceNames: [unknownText] }))).toEqual(["advisory"]);
  });

  it("is not about anything but roles", async () => {
    const binding = resource("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", { metadata: {} });
    const { violations, notApplicable } = await judgeFully([binding], only);
    expect(violations).toEqual([]);
    expect(notApplicable).toHaveLength(1);
  });
});
