import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import {
  container,
  deployment,
  podSpec,
  podWrapper,
  resource,
  security,
  unknownObject,
  unknownText,
  workload,
  wrappers,
  zeroDigest,
  type Json,
} from "./workloads.ts";

const everyList = ["containers", "initContainers", "ephemeralContainers"];

interface Case {
  readonly rule: string;
  readonly broken: Json;
  readonly unknown: Json;
  readonly at: string;
  readonly lists: readonly string[];
  readonly longRunningOnly?: boolean;
}

const unconfined = { type: "Unconfined" };
const storage = "ephemeral-storage";
const requests = { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } };

/** One way to break each rule that judges containers, and where the violation is then found. */
const cases: readonly Case[] = [
  {
    rule: "no-latest-tag",
    broken: { image: "nginx:latest" },
    unknown: { image: unknownText },
    at: "image",
    lists: everyList,
  },
  {
    rule: "require-image-digest",
    broken: { image: "nginx:1.27" },
    unknown: { image: unknownText },
    at: "image",
    lists: everyList,
  },
  {
    rule: "no-never-released-digest",
    broken: { image: `web@${zeroDigest}` },
    unknown: { image: unknownText },
    at: "image",
    lists: everyList,
  },
  {
    rule: "require-requests-and-limits",
    broken: { resources: { ...requests, limits: { cpu: "1" } } },
    unknown: { resources: { ...requests, limits: { cpu: "1", memory: unknownText } } },
    at: "resources.limits.memory",
    lists: ["containers", "initContainers"],
  },
  {
    rule: "require-liveness-probe",
    broken: { livenessProbe: null },
    unknown: { livenessProbe: unknownObject },
    at: "livenessProbe",
    lists: ["containers"],
    longRunningOnly: true,
  },
  {
    rule: "require-readiness-probe",
    broken: { readinessProbe: {} },
    unknown: { readinessProbe: unknownObject },
    at: "readinessProbe",
    lists: ["containers"],
    longRunningOnly: true,
  },
  {
    rule: "require-run-as-non-root",
    broken: security({ runAsNonRoot: false }),
    unknown: security({ runAsNonRoot: unknownText }),
    at: "securityContext.runAsNonRoot",
    lists: everyList,
  },
  {
    rule: "no-privilege-escalation",
    broken: security({ allowPrivilegeEscalation: true }),
    unknown: security({ allowPrivilegeEscalation: unknownText }),
    at: "securityContext.allowPrivilegeEscalation",
    lists: everyList,
  },
  {
    rule: "require-drop-all-capabilities",
    broken: security({ capabilities: { drop: ["NET_RAW"] } }),
    unknown: security({ capabilities: { drop: ["NET_RAW", unknownText] } }),
    at: "securityContext.capabilities.drop",
    lists: everyList,
  },
  {
    rule: "valid-resource-quantities",
    broken: { resources: { requests: { cpu: "1 core" } } },
    unknown: { resources: { requests: { cpu: unknownText } } },
    at: "resources.requests.cpu",
    lists: everyList,
  },
  {
    rule: "max-container-resources",
    broken: { resources: { requests: { memory: "8Gi" }, limits: { memory: "16Gi" } } },
    unknown: { resources: { limits: { memory: unknownText } } },
    at: "resources.limits.memory",
    lists: everyList,
  },
  {
    rule: "allowed-image-registries",
    broken: { image: "registry.example/shop/web:1" },
    unknown: { image: unknownText },
    at: "image",
    lists: everyList,
  },
  {
    rule: "no-deprecated-registry",
    broken: { image: "k8s.gcr.io/pause:3.9" },
    unknown: { image: unknownText },
    at: "image",
    lists: everyList,
  },
  {
    rule: "require-ephemeral-storage-limit",
    broken: { resources: { requests: { [storage]: "1Gi" }, limits: { [storage]: "0" } } },
    unknown: { resources: { requests: { [storage]: "1Gi" }, limits: { [storage]: unknownText } } },
    at: 'resources.limits["ephemeral-storage"]',
    lists: ["containers", "initContainers"],
  },
  {
    rule: "probe-port-declared",
    broken: { startupProbe: { tcpSocket: { port: 8081 } } },
    unknown: { startupProbe: { tcpSocket: { port: unknownText } } },
    at: "startupProbe.tcpSocket.port",
    lists: everyList,
  },
  {
    rule: "no-privileged-containers",
    broken: security({ privileged: true }),
    unknown: security({ privileged: unknownText }),
    at: "securityContext.privileged",
    lists: everyList,
  },
  {
    rule: "no-host-ports",
    broken: { ports: [{ containerPort: 8080 }, { hostPort: 8080 }] },
    unknown: { ports: [{ hostPort: unknownText }] },
    at: "ports[1].hostPort",
    lists: everyList,
  },
  {
    rule: "no-added-capabilities",
    broken: security({ capabilities: { add: ["CHOWN", "NET_RAW"] } }),
    unknown: security({ capabilities: { add: [unknownText] } }),
    at: "securityContext.capabilities.add[1]",
    lists: everyList,
  },
  {
    rule: "default-proc-mount",
    broken: security({ procMount: "Unmasked" }),
    unknown: security({ procMount: unknownText }),
    at: "securityContext.procMount",
    lists: everyList,
  },
  {
    rule: "no-selinux-override",
    broken: security({ seLinuxOptions: { type: "spc_t" } }),
    unknown: security({ seLinuxOptions: { type: unknownText } }),
    at: "securityContext.seLinuxOptions.type",
    lists: everyList,
  },
  {
    rule: "no-unconfined-apparmor",
    broken: security({ appArmorProfile: unconfined }),
    unknown: security({ appArmorProfile: { type: unknownText } }),
    at: "securityContext.appArmorProfile.type",
    lists: everyList,
  },
  {
    rule: "no-unconfined-seccomp",
    broken: security({ seccompProfile: unconfined }),
    unknown: security({ seccompProfile: unknownObject }),
    at: "securityContext.seccompProfile.type",
    lists: everyList,
  },
  {
    rule: "require-seccomp-profile",
    broken: security({ seccompProfile: null }),
    unknown: security({ seccompProfile: { type: unknownText } }),
    at: "securityContext.seccompProfile",
    lists: everyList,
  },
  {
    rule: "no-host-process",
    broken: security({ windowsOptions: { hostProcess: true } }),
    unknown: security({ windowsOptions: { hostProcess: unknownText } }),
    at: "securityContext.windowsOptions.hostProcess",
    lists: everyList,
  },
  {
    rule: "no-host-in-probes",
    broken: { lifecycle: { preStop: { httpGet: { host: "10.0.0.1" } } } },
    unknown: { startupProbe: { tcpSocket: { host: unknownText } } },
    at: "lifecycle.preStop.httpGet.host",
    lists: everyList,
  },
  {
    rule: "no-run-as-root-user",
    broken: security({ runAsUser: 0 }),
    unknown: security({ runAsUser: unknownText }),
    at: "securityContext.runAsUser",
    lists: everyList,
  },
  {
    rule: "read-only-root-filesystem",
    broken: security({ readOnlyRootFilesystem: null }),
    unknown: security({ readOnlyRootFilesystem: unknownText }),
    at: "securityContext.readOnlyRootFilesystem",
    lists: everyList,
  },
];

describe.each(cases)("$rule", ({ rule, broken, unknown, at, lists, longRunningOnly = false }) => {
  const only = { rules: rules.filter(({ name }) => name === rule) };
  const kinds = longRunningOnly ? wrappers.filter(({ longRunning }) => longRunning) : wrappers;

  it.each(kinds)("lets a good $type pass", async (wrapper) => {
    expect(await judgeFully([workload(wrapper, podSpec())], only)).toEqual({
      violations: [],
      notApplicable: [],
    });
  });

  describe.each(lists)("in %s", (list) => {
    it.each(kinds)("is broken by a $type, at its exact path", async (wrapper) => {
      const spec = podSpec({ [list]: [container(), container({ name: "odd", ...broken })] });
      const violations = await judge([workload(wrapper, spec)], only);
      expect(violations).toHaveLength(1);
      expect(violations[0]).toMatchObject({ policy: rule, level: "mandatory" });
      expect(violations[0]?.message).toContain(` shop/web, `);
      expect(violations[0]?.message).toContain(`container "odd": ${wrapper.path}.${list}[1].${at} `);
      expect(violations[0]?.message).not.toContain("\n");
    });

    it("is not decided by an unknown value, which hides no certain violation beside it", async () => {
      const spec = podSpec({ [list]: [container(unknown), container({ name: "odd", ...broken })] });
      const violations = await judge([workload(podWrapper, spec)], only);
      expect(violations.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
      expect(violations[0]?.message).toContain('"odd"');
      expect(violations[1]?.message).toMatch(/^can't run policy .* during preview: /);
    });
  });

  it("says that it is not about other objects", async () => {
    const { violations, notApplicable } = await judgeFully(
      [
        resource("kubernetes:core/v1:Service", { spec: { containers: [broken] } }),
        resource("random:index/randomPassword:RandomPassword", { length: 32 }),
        resource("kubernetes:argoproj.io/v1alpha1:Rollout", {
          spec: { workloadRef: { kind: "Deployment" } },
        }),
      ],
      only,
    );
    expect(violations).toEqual([]);
    expect(notApplicable.map(({ policy }) => policy)).toEqual([rule, rule, rule]);
  });

  it("survives empty and misshapen specs", async () => {
    for (const spec of [null, "text", { containers: null }, { containers: "web" }, { containers: [null] }]) {
      await judge([deployment({ template: { spec } })], only);
    }
    await judge([resource("kubernetes:apps/v1:Deployment", {})], only);
  });
});

describe("unknown lists", () => {
  it("hide no other list", async () => {
    const spec = podSpec({ containers: unknownText, initContainers: [container({ image: "nginx" })] });
    const found = await judge([workload(podWrapper, spec)], {
      rules: rules.filter(({ name }) => name === "no-latest-tag"),
    });
    expect(found.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
  });
});
