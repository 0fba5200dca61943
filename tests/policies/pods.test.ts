import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import {
  podSpec,
  podWrapper,
  resource,
  unknownList,
  unknownObject,
  unknownText,
  workload,
  wrappers,
  type Json,
} from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const pod = (changes: Json) => workload(podWrapper, podSpec(changes));
const ofPod = (securityContext: Json): Json => ({ securityContext });
const textOf = (violations: readonly { readonly message: string }[]) =>
  violations.map(({ message }) => message).join("\n");

interface Case {
  readonly rule: string;
  readonly broken: Json;
  readonly unknown: Json;
  readonly at: string;
}

const unconfined = { type: "Unconfined" };

/** One way to break each rule that judges a pod's own spec, and where the violation is then found. */
const cases: readonly Case[] = [
  { rule: "no-host-pid", broken: { hostPID: true }, unknown: { hostPID: unknownText }, at: "hostPID" },
  { rule: "no-host-ipc", broken: { hostIPC: true }, unknown: { hostIPC: unknownText }, at: "hostIPC" },
  {
    rule: "no-host-network",
    broken: { hostNetwork: true },
    unknown: { hostNetwork: unknownText },
    at: "hostNetwork",
  },
  {
    rule: "no-host-path-volumes",
    broken: { volumes: [{ emptyDir: {} }, { name: "data", hostPath: { path: "/" } }] },
    unknown: { volumes: [{ name: "data", hostPath: unknownObject }] },
    at: "volumes[1].hostPath",
  },
  {
    rule: "restrict-volume-types",
    broken: { volumes: [{ emptyDir: {} }, { name: "data", nfs: { server: "x", path: "/" } }] },
    unknown: { volumes: unknownList },
    at: "volumes[1].nfs",
  },
  {
    rule: "valid-resource-quantities",
    broken: { resources: { requests: { cpu: "2" }, limits: { cpu: "1500m" } } },
    unknown: { resources: { limits: { cpu: unknownText } } },
    at: "resources.requests.cpu",
  },
  {
    rule: "emptydir-size-limit",
    broken: {
      volumes: [
        { name: "tmp", emptyDir: { sizeLimit: "1Gi" } },
        { name: "run", emptyDir: {} },
      ],
    },
    unknown: { volumes: [{ name: "tmp", emptyDir: { sizeLimit: unknownText } }] },
    at: "volumes[1].emptyDir.sizeLimit",
  },
  {
    rule: "no-selinux-override",
    broken: ofPod({ seLinuxOptions: { type: "container_t", role: "sysadm_r" } }),
    unknown: ofPod({ seLinuxOptions: { role: unknownText } }),
    at: "securityContext.seLinuxOptions.role",
  },
  {
    rule: "no-unconfined-apparmor",
    broken: ofPod({ appArmorProfile: unconfined }),
    unknown: ofPod({ appArmorProfile: unknownObject }),
    at: "securityContext.appArmorProfile.type",
  },
  {
    rule: "no-unconfined-seccomp",
    broken: ofPod({ seccompProfile: unconfined }),
    unknown: ofPod({ seccompProfile: { type: unknownText } }),
    at: "securityContext.seccompProfile.type",
  },
  {
    rule: "require-seccomp-profile",
    broken: ofPod({ seccompProfile: {} }),
    unknown: ofPod({ seccompProfile: { type: unknownText } }),
    at: "securityContext.seccompProfile.type",
  },
  {
    rule: "safe-sysctls-only",
    broken: ofPod({ sysctls: [{ name: "net.ipv4.tcp_rmem" }, { name: "kernel.msgmax", value: "1" }] }),
    unknown: ofPod({ sysctls: [{ name: unknownText }] }),
    at: "securityContext.sysctls[1].name",
  },
  {
    rule: "no-host-process",
    broken: ofPod({ windowsOptions: { hostProcess: true } }),
    unknown: ofPod({ windowsOptions: unknownObject }),
    at: "securityContext.windowsOptions.hostProcess",
  },
  {
    rule: "require-run-as-non-root",
    broken: ofPod({ runAsNonRoot: false }),
    unknown: ofPod({ runAsNonRoot: unknownText }),
    at: "securityContext.runAsNonRoot",
  },
  {
    rule: "no-run-as-root-user",
    broken: ofPod({ runAsUser: 0 }),
    unknown: ofPod({ runAsUser: unknownText }),
    at: "securityContext.runAsUser",
  },
];

describe.each(cases)("$rule", ({ rule, broken, unknown, at }) => {
  it.each(wrappers)("lets a good $type pass", async (wrapper) => {
    expect(await judgeFully([workload(wrapper, podSpec())], only(rule))).toEqual({
      violations: [],
      notApplicable: [],
    });
  });

  it.each(wrappers)("is broken by a $type, at its exact path", async (wrapper) => {
    const violations = await judge([workload(wrapper, podSpec(broken))], only(rule));
    expect(violations).toHaveLength(1);
    expect(violations[0]).toMatchObject({ policy: rule, level: "mandatory" });
    expect(violations[0]?.message).toMatch(/^[A-Za-z]+ shop\/web: /);
    expect(violations[0]?.message).toContain(`: ${wrapper.path}.${at} `);
    expect(violations[0]?.message).not.toContain("\n");
  });

  it("is not decided by an unknown value", async () => {
    expect((await judge([pod(unknown)], only(rule))).map(({ level }) => level)).toEqual(["advisory"]);
    expect(
      (await judge([workload(podWrapper, unknownObject as unknown as Json)], only(rule))).map(
        ({ level }) => level,
      ),
    ).toEqual(["advisory"]);
  });

  it("is not about other objects", async () => {
    const { violations, notApplicable } = await judgeFully(
      [
        resource("kubernetes:core/v1:Service", { spec: { ...broken, containers: [{}] } }),
        resource("kubernetes:argoproj.io/v1alpha1:Rollout", {
          spec: { workloadRef: { kind: "Deployment" } },
        }),
      ],
      only(rule),
    );
    expect(violations).toEqual([]);
    expect(notApplicable).toHaveLength(2);
  });

  it("survives misshapen specs", async () => {
    for (const spec of ["text", { securityContext: "text", volumes: "text" }, { volumes: [null, 7, "x"] }])
      await judge([workload(podWrapper, spec as unknown as Json)], only(rule));
  });
});

describe.each(["hostPID", "hostIPC", "hostNetwork"])("%s", (key) => {
  it.each([
    [false, 0],
    [null, 0],
    [undefined, 0],
    ["true", 1],
  ])("%j: %i violations", async (value, count) => {
    const rule = only(`no-host-${key.replace("host", "").toLowerCase()}`);
    expect(await judge([pod({ [key]: value })], rule)).toHaveLength(count);
  });
});

describe("no-selinux-override", () => {
  it.each([
    [{ type: "container_engine_t" }, 0],
    [{ type: "", user: "", role: null, level: "s0:c1" }, 0],
    [{ type: "spc_t", user: "system_u", role: "system_r" }, 3],
    [{ user: unknownText, type: "spc_t" }, 2],
  ])("%j: %i violations", async (seLinuxOptions, count) => {
    expect(await judge([pod(ofPod({ seLinuxOptions }))], only("no-selinux-override"))).toHaveLength(count);
  });
});

describe("no-unconfined-apparmor", () => {
  const rule = only("no-unconfined-apparmor");
  const key = "container.apparmor.security.beta.kubernetes.io/web";
  const annotated = (annotations: unknown, [wrapper = podWrapper] = wrappers.slice(1, 2)) =>
    resource(
      wrapper.type,
      wrapper.wrap({ metadata: { name: "web", annotations: annotations as Json }, spec: podSpec() }),
    );

  it.each([
    [undefined, 0],
    ["", 0],
    ["runtime/default", 0],
    ["localhost/web", 0],
    [null, 0],
    ["unconfined", 1],
    ["localhost", 1],
    [7, 1],
  ])("annotation %j: %i violations", async (value, count) => {
    expect(await judge([annotated({ [key]: value, other: "unconfined" })], rule)).toHaveLength(count);
  });

  it("finds the annotation in a template, and says what it says", async () => {
    expect(textOf(await judge([annotated({ [key]: "unconfined" })], rule))).toContain(
      `spec.template.metadata.annotations["${key}"] is unconfined.`,
    );
  });

  it("is not decided by unknown annotations, and sure of what is known beside them", async () => {
    expect((await judge([annotated(unknownObject)], rule)).map(({ level }) => level)).toEqual(["advisory"]);
    const mixed = { [key]: unknownText, [`${key}2`]: "unconfined" };
    expect((await judge([annotated(mixed)], rule)).map(({ level }) => level)).toEqual([
      "mandatory",
      "advisory",
    ]);
  });
});

describe("what a violation shows", () => {
  it.each([
    ["safe-sysctls-only", { sysctls: [{ name: "kernel.msgmax" }] }, "is kernel.msgmax."],
    ["safe-sysctls-only", { sysctls: [{ name: "hunter2" }] }, "is a text."],
    ["safe-sysctls-only", { sysctls: [{}] }, "is not set."],
    ["no-unconfined-seccomp", { seccompProfile: unconfined }, "is Unconfined."],
    ["no-unconfined-seccomp", { seccompProfile: { type: "hunter2" } }, "is a text."],
    ["no-unconfined-apparmor", { appArmorProfile: {} }, "is not set."],
    ["no-selinux-override", { seLinuxOptions: { type: "spc_t" } }, "is spc_t."],
    ["no-selinux-override", { seLinuxOptions: { user: "hunter2" } }, "is a text."],
  ])("of %s, %j: %s", async (name, securityContext, shown) => {
    const text = textOf(await judge([pod({ securityContext })], only(name)));
    expect(text).toContain(shown);
    expect(text).not.toContain("hunter2");
  });
});
