import { tryRules } from "./rule-cases.ts";
import {
  deployment,
  deploymentWith,
  digest,
  type Json,
  podSpec,
  resource,
  unknownObject,
  unknownText,
} from "./workloads.ts";

const pods = (spec: Json) => deployment({ template: { spec: podSpec(spec) } });
const amounts = (requests: unknown, limits: unknown) => deploymentWith({ resources: { requests, limits } });
const first = "spec.template.spec.containers[0]";
const service = (name: string, selector: Json) =>
  resource("kubernetes:core/v1:Service", { metadata: { name, namespace: "shop" }, spec: { selector } });

tryRules([
  {
    rule: "image-pull-policy-matches-reference",
    passes: {
      "a digest that is pulled where it is missing": deploymentWith({ imagePullPolicy: "IfNotPresent" }),
      "a digest with nothing said": deploymentWith({}),
      "a tag that is always pulled": deploymentWith({ image: "web:1.2", imagePullPolicy: "Always" }),
      "latest, which always is": deploymentWith({ image: "web:latest" }),
    },
    fails: {
      [`${first}.imagePullPolicy is Always, for a digest.`]: deploymentWith({ imagePullPolicy: "Always" }),
      "imagePullPolicy is not Always, for a tag.": deploymentWith({
        image: "web:1.2",
        imagePullPolicy: "IfNotPresent",
      }),
      "imagePullPolicy is not set, which means IfNotPresent, for a tag.": deploymentWith({
        image: "web:1.2",
      }),
    },
    open: deploymentWith({ image: unknownText }),
  },
  {
    rule: "memory-request-equals-limit",
    passes: {
      "as much as the limit": amounts({ memory: "1Gi" }, { memory: "1024Mi" }),
      "no limit, which others judge": amounts({ memory: "1Gi" }, {}),
    },
    fails: {
      [`${first}.resources.requests.memory is 1Gi, below its limit.`]: amounts(
        { memory: "1Gi" },
        { memory: "2Gi" },
      ),
    },
    open: amounts({ memory: unknownText }, { memory: "1Gi" }),
  },
  {
    rule: "limit-request-ratio",
    passes: {
      "a few times the request": amounts({ cpu: "100m", memory: "1Gi" }, { cpu: 1, memory: "2Gi" }),
      "no request, which others judge": amounts({}, { cpu: 1 }),
    },
    fails: {
      [`${first}.resources.limits.cpu is 1100m, more than 10 times the request.`]: amounts(
        { cpu: "100m" },
        { cpu: "1100m" },
      ),
      "limits.memory is 4Gi, more than 2 times": amounts({ memory: "1Gi" }, { memory: "4Gi" }),
    },
    open: amounts({ cpu: unknownText }, { cpu: 1 }),
  },
  {
    rule: "require-startup-probe",
    passes: {
      "a short delay": deploymentWith({ livenessProbe: { initialDelaySeconds: 30 } }),
      "a probe for the start": deploymentWith({
        livenessProbe: { initialDelaySeconds: 120 },
        startupProbe: { tcpSocket: { port: 8080 } },
      }),
    },
    fails: {
      [`${first}.startupProbe is not set, and the liveness probe waits 31 s.`]: deploymentWith({
        livenessProbe: { initialDelaySeconds: 31 },
      }),
    },
    open: deploymentWith({ livenessProbe: unknownObject }),
  },
  {
    rule: "no-exec-probe-commands",
    passes: {
      "a program of the image's own": deploymentWith({
        livenessProbe: { exec: { command: ["/bin/health"] } },
      }),
      "a word that only begins so": deploymentWith({
        livenessProbe: { exec: { command: ["lsof", "psql"] } },
      }),
    },
    fails: {
      [`${first}.livenessProbe.exec.command[0] runs ps.`]: deploymentWith({
        livenessProbe: { exec: { command: ["/bin/ps", "aux"] } },
      }),
      "startupProbe.exec.command[2] runs jcmd.": deploymentWith({
        startupProbe: { exec: { command: ["sh", "-c", "test -f /a && jcmd 1"] } },
      }),
    },
    open: deploymentWith({ readinessProbe: { exec: { command: [unknownText] } } }),
  },
  {
    rule: "prefer-secret-files",
    passes: {
      "a file": pods({ volumes: [{ name: "key", secret: { secretName: "key" } }] }),
      "what is no secret": deploymentWith({ env: [{ name: "A", valueFrom: { configMapKeyRef: {} } }] }),
    },
    fails: {
      [`${first}.env[0].valueFrom.secretKeyRef puts a Secret into the environment.`]: deploymentWith({
        env: [{ name: "A", valueFrom: { secretKeyRef: { name: "a", key: "a" } } }],
      }),
      [`${first}.envFrom[0].secretRef puts a whole Secret`]: deploymentWith({
        envFrom: [{ secretRef: { name: "a" } }],
      }),
    },
    open: deploymentWith({ env: [unknownObject] }),
  },
  {
    rule: "no-forbidden-workloads",
    passes: {
      "a program that only ends so": deploymentWith({ image: `ghcr.io/shop/my-git-sync@${digest}` }),
      "a Service of one's own": service("web", { app: "web" }),
    },
    fails: {
      'is "ghcr.io/helm/tiller:2", which is tiller.': deploymentWith({ image: "ghcr.io/helm/tiller:2" }),
      "which is kubernetesui/dashboard.": deploymentWith({ image: "kubernetesui/dashboard:v2" }),
      "metadata.name is kubernetes-dashboard.": service("kubernetes-dashboard", { app: "web" }),
      "spec.selector.app is tiller.": service("web", { app: "tiller" }),
    },
    open: service("web", { app: unknownText }),
  },
]);
