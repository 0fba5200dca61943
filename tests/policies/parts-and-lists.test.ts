import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { podSecurityRules } from "../../policies/rules/pod-security/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import {
  container,
  deployment,
  labels,
  podSpec,
  resource,
  unknownList,
  unknownObject,
  unknownText,
  type Json,
} from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const metadata = { name: "web", namespace: "shop" };
const patch = (spec: unknown, type = "kubernetes:apps/v1:DeploymentPatch") =>
  resource(type, { metadata, spec: { template: { spec } } });
const ofContainer = (changes: Json) => patch({ containers: [{ name: "web", ...changes }] });
const secured = (securityContext: Json) => ofContainer({ securityContext });

/** What of a pod each rule refuses, with nothing else beside it. */
const refused: readonly (readonly [rule: string, spec: Json])[] = [
  ["no-privileged-containers", { containers: [{ securityContext: { privileged: true } }] }],
  ["no-host-pid", { hostPID: true }],
  ["no-host-ipc", { hostIPC: true }],
  ["no-host-network", { hostNetwork: true }],
  ["no-host-ports", { containers: [{ ports: [{ hostPort: 80 }] }] }],
  ["no-host-path-volumes", { volumes: [{ name: "node", hostPath: { path: "/" } }] }],
  ["no-added-capabilities", { containers: [{ securityContext: { capabilities: { add: ["NET_RAW"] } } }] }],
  ["default-proc-mount", { containers: [{ securityContext: { procMount: "Unmasked" } }] }],
  ["no-selinux-override", { securityContext: { seLinuxOptions: { user: "system_u" } } }],
  ["no-unconfined-apparmor", { securityContext: { appArmorProfile: { type: "Unconfined" } } }],
  ["no-unconfined-seccomp", { securityContext: { seccompProfile: { type: "Unconfined" } } }],
  ["safe-sysctls-only", { securityContext: { sysctls: [{ name: "kernel.msgmax", value: "1" }] } }],
  ["no-host-process", { securityContext: { windowsOptions: { hostProcess: true } } }],
  ["no-host-in-probes", { containers: [{ livenessProbe: { httpGet: { host: "10.0.0.1" } } }] }],
  ["require-run-as-non-root", { securityContext: { runAsNonRoot: false } }],
  ["no-run-as-root-user", { securityContext: { runAsUser: 0 } }],
  ["no-privilege-escalation", { containers: [{ securityContext: { allowPrivilegeEscalation: true } }] }],
  ["require-drop-all-capabilities", { containers: [{ securityContext: { capabilities: { drop: [] } } }] }],
  [
    "require-seccomp-profile",
    { containers: [{ securityContext: { seccompProfile: { type: "Unconfined" } } }] },
  ],
  ["restrict-volume-types", { volumes: [{ name: "share", nfs: { server: "files", path: "/" } }] }],
];

describe("a Patch", () => {
  it("is tried with every rule of pod security", () => {
    expect(refused.map(([rule]) => rule)).toEqual(podSecurityRules.map(({ name }) => name));
  });

  it.each(refused)("breaks %s by what it sets", async (rule, spec) => {
    const [violation, ...others] = await judge([patch(spec)], only(rule));
    expect(violation).toMatchObject({ policy: rule, level: "mandatory" });
    expect(violation?.message).toMatch(/^DeploymentPatch shop\/web[:,]/);
    expect(violation?.message).toContain(": spec.template.spec.");
    expect(others).toEqual([]);
  });

  it("breaks no rule of the pack by what it leaves out", async () => {
    for (const spec of [{}, { replicas: 3 }, { template: { metadata: { annotations: { restarted: "1" } } } }])
      expect(await judge([resource("kubernetes:apps/v1:DeploymentPatch", { metadata, spec })])).toEqual([]);
    const harmless = {
      name: "web",
      livenessProbe: { periodSeconds: 5 },
      resources: { limits: { cpu: "2" } },
    };
    expect(await judge([patch({ containers: [harmless] })])).toEqual([]);
    expect(await judge([secured({ capabilities: { add: ["NET_BIND_SERVICE"] } })])).toEqual([]);
  });

  it("of a kind of a resource definition is told from a kind whose name ends so", async () => {
    const spec = { template: { spec: { hostPID: true } } };
    const ofRollout = { apiVersion: "argoproj.io/v1alpha1", kind: "Rollout", metadata, spec };
    const type = "kubernetes:argoproj.io/v1alpha1:RolloutPatch";
    const [violation, ...others] = await judge([resource(type, ofRollout)]);
    expect(violation?.message).toMatch(/^RolloutPatch shop\/web: spec\.template\.spec\.hostPID is true\./);
    expect(others).toEqual([]);
    const kind = { apiVersion: "acme.dev/v1", kind: "CrossPatch", metadata };
    expect(
      await judge([resource("kubernetes:acme.dev/v1:CrossPatch", kind)], only("require-labels")),
    ).toHaveLength(1);
  });

  it.each([
    ["no-latest-tag", ofContainer({ image: "web" })],
    ["require-requests-and-limits", ofContainer({ resources: { limits: { memory: "0" } } })],
    ["read-only-root-filesystem", secured({ readOnlyRootFilesystem: false })],
    ["no-literal-secret", ofContainer({ env: [{ name: "API_TOKEN", value: "written-out" }] })],
    [
      "namespace-psa-restricted",
      resource("kubernetes:core/v1:NamespacePatch", {
        metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "privileged" } },
      }),
    ],
    [
      "no-broad-secret-access",
      resource("kubernetes:rbac.authorization.k8s.io/v1:RolePatch", {
        metadata,
        rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["list"] }],
      }),
    ],
  ])("breaks %s too", async (rule, part) => {
    const violations = await judge([part], only(rule));
    expect(violations.map(({ level }) => level)).toEqual(["mandatory"]);
    expect(violations[0]?.message).not.toContain("written-out");
  });

  it("of a Secret may hold one, and of a ConfigMap may not", async () => {
    const data = { API_TOKEN: "written-out" };
    const ofKind = (kind: string) =>
      judge([resource(`kubernetes:core/v1:${kind}Patch`, { metadata, data })], only("no-literal-secret"));
    expect(await ofKind("Secret")).toEqual([]);
    expect((await ofKind("ConfigMap")).map(({ policy }) => policy)).toEqual(["no-literal-secret"]);
  });

  it("is not decided by an unknown value, and sure of what is known beside it", async () => {
    const spec = { hostPID: true, containers: [{ securityContext: { privileged: unknownText } }] };
    const found = await judge([patch(spec)], { rules: podSecurityRules });
    const byLevel = Map.groupBy(found, ({ level }) => level);
    expect(byLevel.get("mandatory")?.map(({ policy }) => policy)).toEqual(["no-host-pid"]);
    expect(byLevel.get("advisory")?.map(({ policy }) => policy)).toEqual(["no-privileged-containers"]);
    const unknown = await judge([patch(unknownObject)], { rules: podSecurityRules });
    expect(unknown.map(({ level }) => level)).toEqual(podSecurityRules.map(() => "advisory"));
  });

  it("is no second workload of the stack", async () => {
    const autoscaler = resource("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", {
      metadata: { ...metadata, labels },
      spec: { scaleTargetRef: { kind: "Deployment", name: "web" }, minReplicas: 2, maxReplicas: 4 },
    });
    const part = resource("kubernetes:apps/v1:DeploymentPatch", { metadata, spec: { replicas: 2 } });
    const rule = only("no-static-replicas-with-hpa");
    expect(await judge([autoscaler, part], rule)).toEqual([]);
    expect(await judge([autoscaler, deployment()], rule)).toHaveLength(1);
  });
});

describe("a List", () => {
  const list = (items: unknown) => resource("kubernetes:core/v1:PodList", { items });
  const item = (spec: Json): Json => ({ metadata: { ...metadata, labels }, spec });

  it("is judged object by object", async () => {
    const found = await judge(
      [list([item(podSpec()), item(podSpec({ hostIPC: true }))])],
      only("no-host-ipc"),
    );
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Pod shop\/web: items\[1\]\.spec\.hostIPC is true\./),
    ]);
    const bare = { ...container(), livenessProbe: null };
    const unready = await judge(
      [list([item(podSpec({ containers: [bare] }))])],
      only("require-liveness-probe"),
    );
    expect(unready.map(({ policy }) => policy)).toEqual(["require-liveness-probe"]);
  });

  it("that can't be known is not decided, and an empty one is nobody's business", async () => {
    const rule = only("no-host-pid");
    expect((await judge([list(unknownList)], rule)).map(({ level }) => level)).toEqual(["advisory"]);
    expect((await judgeFully([list([])], rule)).notApplicable).toHaveLength(1);
  });
});
