import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge } from "../support/policy-harness.ts";
import {
  container,
  deploymentWith,
  podSpec,
  resource,
  security,
  unknownText,
  type Json,
} from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const pod = (spec: Json) => resource("kubernetes:core/v1:Pod", { metadata: { name: "web" }, spec });
const textOf = (violations: readonly { readonly message: string }[]) =>
  violations.map(({ message }) => message).join("\n");

describe("no-privilege-escalation", () => {
  const rule = only("no-privilege-escalation");

  it.each([
    [{ allowPrivilegeEscalation: undefined }, 1],
    [{ allowPrivilegeEscalation: null }, 1],
    [{ allowPrivilegeEscalation: "false" }, 1],
    [{ allowPrivilegeEscalation: true }, 1],
    [{ allowPrivilegeEscalation: false, privileged: true }, 0],
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

describe("no-privileged-containers", () => {
  it.each([
    [{ privileged: true }, 1],
    [{ privileged: false }, 0],
    [{ privileged: null }, 0],
    [{ privileged: "yes" }, 1],
    [{ privileged: true, allowPrivilegeEscalation: true }, 1],
  ])("%j: %i violations", async (changes, count) => {
    const changed = deploymentWith(security(changes));
    expect(await judge([changed], only("no-privileged-containers"))).toHaveLength(count);
  });
});

describe("no-added-capabilities", () => {
  const rule = only("no-added-capabilities");

  it.each([
    [undefined, 0],
    [null, 0],
    [[], 0],
    [["NET_BIND_SERVICE", "CHOWN", "SYS_CHROOT"], 0],
    [["SYS_ADMIN", "CHOWN", "ALL"], 2],
    [["chown"], 1],
    [["CAP_CHOWN"], 1],
    [[7, null], 2],
  ])("%j: %i violations", async (add, count) => {
    const changed = deploymentWith(security({ capabilities: { drop: ["ALL"], add } }));
    expect(await judge([changed], rule)).toHaveLength(count);
  });

  it("names a capability, and nothing that could be a secret", async () => {
    const add = ["SYS_ADMIN", "hunter2"];
    const found = textOf(await judge([deploymentWith(security({ capabilities: { add } }))], rule));
    expect(found).toContain(".capabilities.add[0] is SYS_ADMIN.");
    expect(found).toContain(".capabilities.add[1] is a text.");
    expect(found).not.toContain("hunter2");
  });
});

describe("no-host-ports", () => {
  it.each([
    [[{ containerPort: 80 }], 0],
    [[{ containerPort: 80, hostPort: 0 }, { hostPort: null }], 0],
    [[{ hostPort: 80 }, { hostPort: 0 }, { hostPort: 443 }], 2],
    [[{ hostPort: "80" }], 1],
    [null, 0],
  ])("%j: %i violations", async (ports, count) => {
    expect(await judge([deploymentWith({ ports })], only("no-host-ports"))).toHaveLength(count);
  });

  it("is sure of one port beside an unknown one", async () => {
    const ports = [{ hostPort: unknownText }, { hostPort: 80 }];
    const violations = await judge([deploymentWith({ ports })], only("no-host-ports"));
    expect(violations.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
  });
});

describe("default-proc-mount", () => {
  it.each([
    ["Default", 0],
    [undefined, 0],
    [null, 0],
    ["Unmasked", 1],
    ["", 1],
    ["default", 1],
  ])("%j: %i violations, in a user namespace too", async (procMount, count) => {
    const spec = podSpec({ hostUsers: false, containers: [container(security({ procMount }))] });
    expect(await judge([pod(spec)], only("default-proc-mount"))).toHaveLength(count);
  });
});

describe("no-host-in-probes", () => {
  const rule = only("no-host-in-probes");

  it.each([
    [["livenessProbe"], "httpGet"],
    [["readinessProbe"], "httpGet"],
    [["startupProbe"], "httpGet"],
    [["lifecycle", "postStart"], "httpGet"],
    [["lifecycle", "preStop"], "httpGet"],
    [["livenessProbe"], "tcpSocket"],
    [["readinessProbe"], "tcpSocket"],
    [["startupProbe"], "tcpSocket"],
    [["lifecycle", "postStart"], "tcpSocket"],
    [["lifecycle", "preStop"], "tcpSocket"],
  ] as const)("looks at %j, %s", async (place, way) => {
    const asking = (host: unknown): Json =>
      place.reduceRight<Json>((inner, key) => ({ [key]: inner }), { [way]: { port: 80, host } });
    for (const none of ["", null, undefined])
      expect(await judge([deploymentWith(asking(none))], rule)).toEqual([]);
    const found = await judge([deploymentWith(asking("169.254.169.254"))], rule);
    expect(found).toHaveLength(1);
    expect(textOf(found)).toContain(`.${place.join(".")}.${way}.host names a host.`);
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
