import { tryRules } from "./rule-cases.ts";
import { container, deployment, deploymentWith, type Json, podSpec, unknownText } from "./workloads.ts";

const pods = (spec: Json) => deployment({ template: { spec: podSpec(spec) } });
const secured = (securityContext: unknown, own: Json = {}) =>
  pods({ securityContext, containers: [container({ securityContext: own })] });
const ports = (...each: readonly Json[]) => deploymentWith({ ports: each });
const http = { name: "http", containerPort: 8080 };
const first = "spec.template.spec.containers[0]";
const windows = { os: { name: "windows" } };

tryRules([
  {
    rule: "graceful-termination",
    passes: {
      "time left after the sleep": deploymentWith({ lifecycle: { preStop: { sleep: { seconds: 5 } } } }),
      "another hook": pods({
        terminationGracePeriodSeconds: 5,
        containers: [container({ lifecycle: { preStop: { httpGet: { path: "/stop" } } } })],
      }),
    },
    fails: {
      "spec.template.spec.terminationGracePeriodSeconds is not set, which means 30": deploymentWith({
        lifecycle: { preStop: { sleep: { seconds: 30 } } },
      }),
      'is 10, and container "web" sleeps 15 s of it.': pods({
        terminationGracePeriodSeconds: 10,
        containers: [container({ lifecycle: { preStop: { exec: { command: ["sh", "-c", "sleep 15"] } } } })],
      }),
    },
    open: deploymentWith({ lifecycle: { preStop: { exec: { command: ["sleep", unknownText] } } } }),
  },
  {
    rule: "no-node-pinning",
    passes: {
      "any node": pods({}),
      "a group of nodes": pods({
        nodeSelector: { pool: "large" },
        tolerations: [{ key: "pool", operator: "Exists" }],
      }),
    },
    fails: {
      "spec.nodeName is set.": pods({ nodeName: "node-1" }),
      'spec.nodeSelector["kubernetes.io/hostname"] is set, which means one node.': pods({
        nodeSelector: { "kubernetes.io/hostname": "node-1" },
      }),
      "spec.tolerations[0] has no key, which means every taint.": pods({
        tolerations: [{ operator: "Exists" }],
      }),
      "spec.tolerations[0].key is the control plane's.": pods({
        tolerations: [{ key: "node-role.kubernetes.io/control-plane" }],
      }),
    },
    open: pods({ tolerations: [{ key: unknownText }] }),
  },
  {
    rule: "require-priority-class",
    passes: { "a class": pods({ priorityClassName: "high" }) },
    fails: {
      "spec.priorityClassName is not set.": pods({}),
      "spec.priorityClassName is empty.": pods({ priorityClassName: "" }),
    },
    open: pods({ priorityClassName: unknownText }),
  },
  {
    rule: "require-high-uid",
    passes: {
      "numbers of the pod": secured({ runAsUser: 10_001, runAsGroup: 10_001 }),
      "numbers of the container before them": secured(
        { runAsUser: 1, runAsGroup: 1 },
        { runAsUser: 20_000, runAsGroup: 20_000 },
      ),
      "Windows, which has no such numbers": pods(windows),
    },
    fails: {
      "spec.template.spec.securityContext.runAsUser is 1001 and must be 10000 or above.": secured({
        runAsUser: 1001,
        runAsGroup: 10_001,
      }),
      [`${first}.securityContext.runAsGroup is not set and must be`]: secured({}, { runAsUser: 10_001 }),
    },
    open: secured({ runAsUser: unknownText, runAsGroup: 10_001 }),
  },
  {
    rule: "require-non-root-groups",
    passes: {
      "a group, where there are no volumes": secured({ runAsGroup: 1 }),
      "one for the volumes, too": pods({
        volumes: [{ name: "a", emptyDir: {} }],
        securityContext: { runAsGroup: 1, fsGroup: 1, supplementalGroups: [7] },
      }),
      "Windows, which has none": pods(windows),
    },
    fails: {
      "securityContext.runAsGroup is 0 and must be above 0.": secured({ runAsGroup: 0 }),
      "securityContext.fsGroup is not set and must be above 0.": pods({
        volumes: [{ name: "a", emptyDir: {} }],
        securityContext: { runAsGroup: 1 },
      }),
      "securityContext.supplementalGroups[1] is 0.": secured({ runAsGroup: 1, supplementalGroups: [1, 0] }),
      [`${first}.securityContext.runAsGroup is 0.`]: secured({ runAsGroup: 1 }, { runAsGroup: 0 }),
    },
    open: secured({ runAsGroup: unknownText }),
  },
  {
    rule: "no-interactive-tty",
    passes: { neither: deploymentWith({ tty: false }) },
    fails: {
      [`${first}.tty is true.`]: deploymentWith({ tty: true }),
      [`${first}.stdin is true.`]: deploymentWith({ stdin: true }),
    },
    open: deploymentWith({ stdin: unknownText }),
  },
  {
    rule: "no-sudo-entrypoint",
    passes: { "a word with it inside": deploymentWith({ command: ["pseudo"], args: ["--sudoers"] }) },
    fails: {
      [`${first}.command[0] uses sudo.`]: deploymentWith({ command: ["/usr/bin/sudo", "web"] }),
      [`${first}.args[1] uses sudo.`]: deploymentWith({ args: ["-c", "a && sudo web"] }),
    },
    open: deploymentWith({ args: [unknownText] }),
  },
  {
    rule: "no-shared-process-namespace",
    passes: { "one each": pods({ shareProcessNamespace: false }) },
    fails: { "spec.shareProcessNamespace is true.": pods({ shareProcessNamespace: true }) },
    open: pods({ shareProcessNamespace: unknownText }),
  },
  {
    rule: "container-ports-valid",
    passes: {
      "names of their own": ports(http, { name: "metrics", containerPort: 9090 }),
      "one number by two protocols": ports(http, { name: "quic", containerPort: 8080, protocol: "UDP" }),
    },
    fails: {
      [`${first}.ports[0].name is not set, in container "web".`]: ports({ containerPort: 8080 }),
      [`${first}.ports[0].name is no name of a port`]: ports({ name: "HTTP", containerPort: 8080 }),
      "ports[0].name is no name of a port, in": ports({ name: "a-name-that-is-too-long", containerPort: 80 }),
      [`${first}.ports[1].name stands twice in the pod.`]: ports(http, { name: "http", containerPort: 8081 }),
      "spec.containers[1].ports[0].containerPort stands twice in the pod.": pods({
        containers: [container(), container({ name: "b", ports: [{ name: "b", containerPort: 8080 }] })],
      }),
    },
    open: ports({ name: unknownText, containerPort: 8080 }),
  },
]);
