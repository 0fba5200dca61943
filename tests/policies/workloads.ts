import type { CapturedResource } from "../support/policy-harness.ts";

export type Json = Readonly<Record<string, unknown>>;

/** What the engine puts where preview cannot know a text. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const unknownObject = "dd056dcd-154b-4c76-9bd3-c8f88648b5ff";
export const unknownList = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2";

export const digest = `sha256:${"a1".repeat(32)}`;
export const zeroDigest = `sha256:${"0".repeat(64)}`;

export const labels: Json = {
  "app.kubernetes.io/name": "web",
  "app.kubernetes.io/instance": "shop-web",
  "app.kubernetes.io/component": "server",
  "app.kubernetes.io/part-of": "shop",
  "app.kubernetes.io/version": "1.4.2",
  "app.kubernetes.io/managed-by": "pulumi",
  "slipway.dev/owner": "shop-team",
  "slipway.dev/environment": "staging",
};

/** Whom to ask about a workload. */
export const annotations: Json = {
  "a8r.io/owner": "shop@example.com",
  "a8r.io/runbook": "https://pages.example/web",
};

const probe = { httpGet: { path: "/healthz", port: 8080 } };

/** A container that no rule objects to. */
export function container(changes: Json = {}): Json {
  return {
    name: "web",
    image: `ghcr.io/shop/web@${digest}`,
    resources: {
      requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "64Mi" },
      limits: { cpu: 1, memory: "128Mi", "ephemeral-storage": "128Mi" },
    },
    ports: [{ name: "http", containerPort: 8080 }],
    livenessProbe: probe,
    readinessProbe: { httpGet: { path: "/readyz", port: 8080 } },
    securityContext: {
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
    ...changes,
  };
}

export function security(changes: Json): Json {
  return { securityContext: { ...(container()["securityContext"] as Json), ...changes } };
}

export function podSpec(changes: Json = {}): Json {
  return { containers: [container()], ...changes };
}

interface Wrapper {
  readonly type: string;
  readonly path: string;
  readonly longRunning: boolean;
  readonly wrap: (template: Json) => Json;
}

const inTemplate = (template: Json): Json => ({ spec: { template } });

export const podWrapper: Wrapper = {
  type: "kubernetes:core/v1:Pod",
  path: "spec",
  longRunning: true,
  wrap: (template) => template,
};

/** Every kind that makes pods, with the path of its pod's spec. */
export const wrappers: readonly Wrapper[] = [
  podWrapper,
  { type: "kubernetes:apps/v1:Deployment", path: "spec.template.spec", longRunning: true, wrap: inTemplate },
  { type: "kubernetes:apps/v1:StatefulSet", path: "spec.template.spec", longRunning: true, wrap: inTemplate },
  { type: "kubernetes:apps/v1:DaemonSet", path: "spec.template.spec", longRunning: true, wrap: inTemplate },
  { type: "kubernetes:apps/v1:ReplicaSet", path: "spec.template.spec", longRunning: true, wrap: inTemplate },
  {
    type: "kubernetes:core/v1:ReplicationController",
    path: "spec.template.spec",
    longRunning: true,
    wrap: inTemplate,
  },
  {
    type: "kubernetes:argoproj.io/v1alpha1:Rollout",
    path: "spec.template.spec",
    longRunning: true,
    wrap: inTemplate,
  },
  { type: "kubernetes:batch/v1:Job", path: "spec.template.spec", longRunning: false, wrap: inTemplate },
  {
    type: "kubernetes:batch/v1:CronJob",
    path: "spec.jobTemplate.spec.template.spec",
    longRunning: false,
    wrap: (template) => ({ spec: { jobTemplate: { spec: { template } } } }),
  },
  {
    type: "kubernetes:keda.sh/v1alpha1:ScaledJob",
    path: "spec.jobTargetRef.template.spec",
    longRunning: false,
    wrap: (template) => ({ spec: { jobTargetRef: { template } } }),
  },
];

export function resource(type: string, props: Json, name = "web"): CapturedResource {
  return { type, name, urn: `urn:pulumi:staging::slipway::${type}::${name}`, props };
}

export function workload(wrapper: Wrapper, spec: Json): CapturedResource {
  const { spec: wrapped, ...rest } = wrapper.wrap({ metadata: { labels }, spec });
  return resource(wrapper.type, {
    ...rest,
    metadata: { name: "web", namespace: "shop", labels },
    spec: wrapped,
  });
}

/** What makes a namespace the stack's own, so that nothing in it can be anybody else's. */
export const namespace = (name = "shop"): CapturedResource =>
  resource("kubernetes:core/v1:Namespace", { metadata: { name } }, `namespace ${name}`);

/** A Deployment whose own spec can be changed too. */
export function deployment(changes: Json = {}, name = "web"): CapturedResource {
  return resource(
    "kubernetes:apps/v1:Deployment",
    {
      metadata: { name, namespace: "shop", labels, annotations },
      spec: {
        replicas: 2,
        selector: { matchLabels: { "app.kubernetes.io/name": "web" } },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        template: { metadata: { labels }, spec: podSpec() },
        ...changes,
      },
    },
    name,
  );
}

export function deploymentWith(changes: Json): CapturedResource {
  return deployment({
    template: { metadata: { labels }, spec: podSpec({ containers: [container(changes)] }) },
  });
}

const selector: Json = { matchLabels: { "app.kubernetes.io/name": "web" } };

/** What a pod has that stays up with others of its kind. */
export const settled: Json = {
  serviceAccountName: "web",
  automountServiceAccountToken: false,
  priorityClassName: "critical",
  securityContext: { runAsUser: 10_001, runAsGroup: 10_001 },
  topologySpreadConstraints: ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map((topologyKey) => ({
    topologyKey,
    labelSelector: selector,
    maxSkew: 1,
    whenUnsatisfiable: "ScheduleAnyway",
  })),
};

/** What a workload of several pods needs besides itself, so that no rule objects to it. */
export const neighbours: readonly CapturedResource[] = [
  resource("kubernetes:core/v1:ServiceAccount", {
    metadata: { name: "web", namespace: "shop", labels },
    automountServiceAccountToken: false,
  }),
  resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", {
    metadata: { name: "web", namespace: "shop", labels },
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
  }),
  resource("kubernetes:policy/v1:PodDisruptionBudget", {
    metadata: { name: "web", namespace: "shop", labels },
    spec: { selector, maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" },
  }),
];
