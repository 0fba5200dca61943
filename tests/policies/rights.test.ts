import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import { deployment, resource, unknownList, unknownText, type Json } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const rbac = "kubernetes:rbac.authorization.k8s.io/v1";
const role = (rule: Json, kind = "Role") =>
  resource(`${rbac}:${kind}`, { metadata: { name: "web" }, rules: [{ verbs: [], apiGroups: [] }, rule] });
const binding = (spec: Json, kind = "RoleBinding") =>
  resource(`${rbac}:${kind}`, { metadata: { name: "web" }, ...spec });
const levels = (found: readonly { readonly level: string }[]) => found.map(({ level }) => level);

interface Case {
  readonly rule: string;
  readonly problem: string;
  /** What it refuses; the same with other verbs passes. */
  readonly refused: readonly (readonly [apiGroup: string, resource: string, verb: string])[];
  readonly allowed: readonly (readonly [apiGroup: string, resource: string, verb: string])[];
}

const cases: readonly Case[] = [
  {
    rule: "no-pod-exec-rbac",
    problem: "rules[1] opens running pods.",
    refused: [
      ["", "pods/exec", "create"],
      ["", "pods/attach", "get"],
      ["", "pods/portforward", "*"],
      ["*", "*", "create"],
      ["", "*/exec", "create"],
      ["", "pods/ephemeralcontainers", "patch"],
      ["", "*/ephemeralcontainers", "update"],
    ],
    allowed: [
      ["", "pods", "get"],
      ["", "pods/log", "get"],
      ["acme.dev", "pods/exec", "create"],
      ["", "pods/exec", "list"],
      ["", "pods/ephemeralcontainers", "get"],
    ],
  },
  {
    rule: "no-rbac-escalation-verbs",
    problem: "rules[1] lets its holder gain every right.",
    refused: [
      ["rbac.authorization.k8s.io", "roles", "bind"],
      ["rbac.authorization.k8s.io", "clusterroles", "escalate"],
      ["rbac.authorization.k8s.io", "*", "*"],
      ["", "users", "impersonate"],
      ["", "serviceaccounts", "*"],
      ["authentication.k8s.io", "uids", "impersonate"],
      ["authentication.k8s.io", "userextras/scopes", "impersonate"],
      ["authentication.k8s.io", "userextras/*", "impersonate"],
    ],
    allowed: [
      ["rbac.authorization.k8s.io", "roles", "get"],
      ["", "serviceaccounts", "create"],
      ["acme.dev", "userextras/scopes", "impersonate"],
      ["authentication.k8s.io", "tokenreviews", "impersonate"],
      ["acme.dev", "roles", "bind"],
    ],
  },
  {
    rule: "no-webhook-config-rbac",
    problem: "rules[1] may write admission webhooks.",
    refused: [
      ["admissionregistration.k8s.io", "mutatingwebhookconfigurations", "create"],
      ["admissionregistration.k8s.io", "validatingwebhookconfigurations", "patch"],
      ["*", "*", "*"],
    ],
    allowed: [
      ["admissionregistration.k8s.io", "mutatingwebhookconfigurations", "list"],
      ["admissionregistration.k8s.io", "validatingadmissionpolicies", "create"],
    ],
  },
  {
    rule: "no-csr-approval-rbac",
    problem: "rules[1] may approve or sign certificates.",
    refused: [
      ["certificates.k8s.io", "certificatesigningrequests/approval", "update"],
      ["certificates.k8s.io", "certificatesigningrequests/status", "patch"],
      ["certificates.k8s.io", "signers", "approve"],
      ["certificates.k8s.io", "*", "sign"],
    ],
    allowed: [
      ["certificates.k8s.io", "certificatesigningrequests", "create"],
      ["certificates.k8s.io", "signers", "get"],
    ],
  },
  {
    rule: "no-nodes-proxy-rbac",
    problem: "rules[1] reaches through to the kubelet of every node.",
    refused: [
      ["", "nodes/proxy", "get"],
      ["", "*/proxy", "create"],
      ["*", "*", "*"],
    ],
    allowed: [
      ["", "nodes", "get"],
      ["", "nodes/metrics", "get"],
      ["", "services/proxy", "get"],
    ],
  },
  {
    rule: "no-token-create-rbac",
    problem: "rules[1] makes tokens of accounts.",
    refused: [
      ["", "serviceaccounts/token", "create"],
      ["", "*", "*"],
    ],
    allowed: [
      ["", "serviceaccounts", "create"],
      ["", "serviceaccounts/token", "get"],
    ],
  },
];

describe.each(cases)("$rule", ({ rule: name, problem, refused, allowed }) => {
  const rule = only(name);
  const given = ([apiGroup, resourceName, verb]: Case["refused"][number]): Json => ({
    apiGroups: [apiGroup],
    resources: [resourceName],
    verbs: [verb],
  });

  it.each(refused)("refuses %j %j %j", async (...right) => {
    for (const kind of ["Role", "ClusterRole"]) {
      const found = await judge([role(given(right), kind)], rule);
      expect(levels(found)).toEqual(["mandatory"]);
      expect(found[0]?.message).toContain(`${kind} web: ${problem}`);
    }
  });

  it.each(allowed)("lets %j %j %j pass", async (...right) => {
    expect(await judge([role(given(right))], rule)).toEqual([]);
  });

  it("judges a part, and is not about a workload", async () => {
    const [right] = refused;
    const part = resource(`${rbac}:RolePatch`, {
      metadata: { name: "web" },
      rules: right ? [given(right)] : [],
    });
    expect(await judge([part], rule)).toHaveLength(1);
    expect((await judgeFully([deployment()], rule)).notApplicable).toHaveLength(1);
  });

  it("is sure of one rule beside an unknown one, and of what an unknown word can't change", async () => {
    const [first = ["", "", ""]] = refused;
    const right = given(first);
    const both = resource(`${rbac}:Role`, {
      metadata: { name: "web" },
      rules: [{ ...right, verbs: unknownList }, right],
    });
    expect(levels(await judge([both], rule))).toEqual(["mandatory", "advisory"]);
    expect(await judge([role({ ...right, apiGroups: ["none"], verbs: unknownList })], rule)).toEqual([]);
    expect(levels(await judge([role({ ...right, verbs: [unknownText, first[2]] })], rule))).toEqual([
      "mandatory",
    ]);
  });
});

describe("no-wildcard-rbac", () => {
  const rule = only("no-wildcard-rbac");
  const plain = { apiGroups: ["acme.dev"], resources: ["things"], verbs: ["get"] };

  it("lets what is named pass", async () => {
    expect(await judge([role(plain), role({ ...plain, resources: ["*/scale"] })], rule)).toEqual([]);
    expect((await judgeFully([deployment()], rule)).notApplicable).toHaveLength(1);
  });

  it.each(["verbs", "resources", "apiGroups"])("refuses a star among the %s", async (list) => {
    for (const kind of ["Role", "ClusterRole"]) {
      const found = await judge([role({ ...plain, [list]: ["get", "*"] }, kind)], rule);
      expect(found).toHaveLength(1);
      expect(found[0]?.message).toContain(`${kind} web: rules[1].${list} has a star.`);
    }
  });

  it("is sure of one list beside an unknown one", async () => {
    const found = await judge([role({ ...plain, verbs: unknownList, resources: ["*"] })], rule);
    expect(levels(found)).toEqual(["mandatory", "advisory"]);
  });
});

describe("no-cluster-admin-binding", () => {
  const rule = only("no-cluster-admin-binding");

  it.each(["RoleBinding", "ClusterRoleBinding"])("refuses a %s of it, and no other", async (kind) => {
    const of = (name: unknown) => binding({ roleRef: { kind: "ClusterRole", name } }, kind);
    const found = await judge([of("cluster-admin")], rule);
    expect(levels(found)).toEqual(["mandatory"]);
    expect(found[0]?.message).toContain(`${kind} web: roleRef.name is cluster-admin.`);
    expect(await judge([of("web")], rule)).toEqual([]);
    expect(levels(await judge([of(unknownText)], rule))).toEqual(["advisory"]);
    expect((await judgeFully([deployment()], rule)).notApplicable).toHaveLength(1);
  });
});

describe("no-pod-exec-rbac, of bindings", () => {
  const rule = only("no-pod-exec-rbac");

  it("refuses the cluster's own roles that have it", async () => {
    const of = (name: unknown, kind = "ClusterRole") => binding({ roleRef: { kind, name } });
    for (const name of ["edit", "admin"]) {
      const found = await judge([of(name)], rule);
      expect(found[0]?.message).toContain(
        `RoleBinding web: roleRef.name is ${name}, which opens running pods.`,
      );
    }
    expect(await judge([of("view"), of("edit", "Role")], rule)).toEqual([]);
    expect(levels(await judge([of(unknownText)], rule))).toEqual(["advisory"]);
  });
});

describe("no-anonymous-binding", () => {
  const rule = only("no-anonymous-binding");
  const group = (name: unknown) => ({ kind: "Group", name });

  it.each([
    "system:anonymous",
    "system:unauthenticated",
    "system:authenticated",
    "system:serviceaccounts",
    "system:masters",
  ])("refuses %s", async (name) => {
    for (const kind of ["RoleBinding", "ClusterRoleBinding"]) {
      const found = await judge([binding({ subjects: [group("a"), group(name)] }, kind)], rule);
      expect(found).toHaveLength(1);
      expect(found[0]?.message).toContain(`${kind} web: subjects[1].name is ${name}.`);
    }
  });

  it("lets others pass, and is sure of one beside an unknown one", async () => {
    for (const name of ["developers", "system:serviceaccounts:shop"])
      expect(await judge([binding({ subjects: [group(name)] })], rule)).toEqual([]);
    const found = await judge([binding({ subjects: [group(unknownText), group("system:masters")] })], rule);
    expect(levels(found)).toEqual(["mandatory", "advisory"]);
    expect((await judgeFully([deployment()], rule)).notApplicable).toHaveLength(1);
  });
});
