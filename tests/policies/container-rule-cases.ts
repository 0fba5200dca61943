import { type Json, security, unknownObject, unknownText, zeroDigest } from "./workloads.ts";

const everyList = ["containers", "initContainers", "ephemeralContainers"];

export interface ContainerRuleCase {
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
export const containerRuleCases: readonly ContainerRuleCase[] = [
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
