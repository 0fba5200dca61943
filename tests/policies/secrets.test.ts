import { expect, it } from "vitest";
import { podSecurityRules } from "../../policies/rules/pod-security/catalogue.ts";
import { judge } from "../support/policy-harness.ts";
import { container, podSpec, resource, workload, wrappers, type Json } from "./workloads.ts";

const canary = "canary-5ba1";

/** Every text becomes the canary, but names, which messages may show, and the words that decide what is judged. */
function poisoned(value: unknown, key = ""): unknown {
  const kept = ["name", "namespace", "kind", "restartPolicy", "slipway.dev/workload"].includes(key);
  if (typeof value === "string") {
    return kept ? value : canary;
  }
  if (Array.isArray(value)) {
    return value.map((element) => poisoned(element));
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, element]) => [name, poisoned(element, name)]))
    : value;
}

const profiles = {
  seccompProfile: { type: "x" },
  appArmorProfile: { type: "x" },
  seLinuxOptions: { type: "x", user: "x", role: "x" },
  windowsOptions: { hostProcess: "x" },
};

const everything = podSpec({
  hostPID: "x",
  hostIPC: "x",
  hostNetwork: "x",
  volumes: [{ hostPath: { path: "x" } }, { flexVolume: { options: { password: "x" } } }],
  securityContext: { ...profiles, runAsNonRoot: "x", runAsUser: "x", sysctls: [{ name: null, value: "x" }] },
  containers: [
    container({
      image: undefined,
      env: [{ name: "TOKEN", value: "x" }],
      resources: "x",
      livenessProbe: "x",
      readinessProbe: { httpGet: null, path: "x" },
      startupProbe: { tcpSocket: { host: "x" } },
      ports: [{ hostPort: "x" }],
      securityContext: {
        ...profiles,
        procMount: "x",
        runAsNonRoot: "x",
        runAsUser: "x",
        privileged: "x",
        allowPrivilegeEscalation: "x",
        readOnlyRootFilesystem: "x",
        capabilities: { drop: ["x"], add: ["x"] },
      },
    }),
  ],
});

it("no message shows a value that may be secret", async () => {
  const psa = (mode: string) => `pod-security.kubernetes.io/${mode}`;
  const resources = [
    ...wrappers.map((wrapper) => workload(wrapper, everything)),
    resource("kubernetes:apps/v1:Deployment", {
      metadata: { name: "engine", labels: { "slipway.dev/workload": "singleton" } },
      spec: { replicas: "x", strategy: { type: "x" }, template: {} },
    }),
    resource("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", {
      metadata: { name: "engine" },
      spec: { scaleTargetRef: { name: "engine", apiVersion: "x" } },
    }),
    resource("kubernetes:core/v1:Namespace", {
      metadata: { labels: Object.fromEntries(["enforce", "warn", "audit"].map((mode) => [psa(mode), "x"])) },
    }),
    resource("kubernetes:core/v1:Secret", { stringData: { password: "x" } }),
  ].map((captured) => ({ ...captured, props: poisoned(captured.props) as Json }));
  const violations = await judge(resources);
  expect(violations.length).toBeGreaterThan(80);
  const broken = new Set(violations.map(({ policy }) => policy));
  // Of a user, 0 alone is refused, which is no text.
  expect(podSecurityRules.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([
    "no-run-as-root-user",
  ]);
  expect(JSON.stringify(violations)).not.toContain(canary);
});
