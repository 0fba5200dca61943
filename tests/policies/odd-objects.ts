import type { CapturedResource } from "../support/policy-harness.ts";
import { labels, podSpec, resource, type Json } from "./workloads.ts";

const metadata = { name: "odd", namespace: "shop", labels };
const make = (type: string, props: Json, name?: string): CapturedResource =>
  resource(`kubernetes:${type}`, { metadata, ...props }, name ?? type.split(":")[1]);
const rbac = "rbac.authorization.k8s.io/v1";
const target = { kind: "Deployment", name: "api" };

/** A pod that breaks rules in most of its fields. */
const careless = podSpec({
  hostPID: true,
  hostIPC: true,
  hostNetwork: true,
  serviceAccount: "default",
  securityContext: { sysctls: [{ name: "kernel.msgmax", value: "1" }] },
  volumes: [
    { name: "node", hostPath: { path: "/" } },
    { name: "scratch", emptyDir: {} },
  ],
  containers: [
    {
      name: "web",
      image: "k8s.gcr.io/web:latest",
      env: [
        { name: "TOKEN", value: "written-out" },
        { name: "TOKEN", value: "written-out" },
      ],
      resources: { requests: { cpu: "64", memory: "1m" }, limits: { cpu: "1", memory: "1Ti" } },
      ports: [{ containerPort: 22, hostPort: 22 }],
      livenessProbe: { httpGet: { host: "node", port: 81, path: "/" } },
      readinessProbe: { httpGet: { host: "node", port: 81, path: "/" } },
      securityContext: {
        privileged: true,
        allowPrivilegeEscalation: true,
        procMount: "Unmasked",
        runAsUser: 0,
        capabilities: { add: ["SYS_ADMIN"] },
        seLinuxOptions: { type: "spc_t" },
        appArmorProfile: { type: "Unconfined" },
        seccompProfile: { type: "Unconfined" },
        windowsOptions: { hostProcess: true },
      },
    },
  ],
});

/** Objects that break rules, and that have texts wherever a rule reads one. */
export const oddObjects: readonly CapturedResource[] = [
  make("core/v1:Pod", { spec: careless }),
  make("apps/v1:Deployment", {
    spec: { replicas: 1, strategy: { type: "Recreate" }, template: { metadata: {}, spec: careless } },
  }),
  make("apps/v1:StatefulSet", { spec: { replicas: 3, serviceName: "none", template: { spec: careless } } }),
  make("batch/v1:CronJob", { spec: { jobTemplate: { spec: { template: { spec: careless } } } } }),
  make("autoscaling/v2:HorizontalPodAutoscaler", {
    spec: { scaleTargetRef: target, minReplicas: 1, maxReplicas: 1 },
  }),
  make(
    "autoscaling/v2:HorizontalPodAutoscaler",
    { spec: { scaleTargetRef: target, minReplicas: 1, maxReplicas: 1 } },
    "second",
  ),
  make("autoscaling.k8s.io/v1:VerticalPodAutoscaler", { spec: { targetRef: target } }),
  make("core/v1:Service", {
    spec: {
      type: "NodePort",
      selector: { app: "none" },
      externalIPs: ["192.0.2.1"],
      ports: [{ port: 1, nodePort: 30000, targetPort: "none" }],
    },
  }),
  make("core/v1:Service", { spec: { type: "ExternalName", externalName: "localhost" } }, "local"),
  make("core/v1:Service", { spec: { type: "LoadBalancer" } }, "balanced"),
  make("networking.k8s.io/v1:Ingress", {
    metadata: { ...metadata, annotations: { "nginx.ingress.kubernetes.io/server-snippet": "a" } },
    spec: {
      defaultBackend: { service: { name: "none", port: { number: 1 } } },
      rules: [
        { host: "*.example.com", http: { paths: [{ path: "/", backend: { service: { name: "none" } } }] } },
      ],
    },
  }),
  make("core/v1:Namespace", { metadata: { name: "careless" } }),
  make("core/v1:Secret", { type: "kubernetes.io/service-account-token", stringData: { password: "x" } }),
  make(`${rbac}:ClusterRole`, {
    rules: [
      { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
      { apiGroups: [""], resources: ["secrets"], verbs: ["list"] },
    ],
  }),
  make(`${rbac}:ClusterRoleBinding`, {
    roleRef: { kind: "ClusterRole", name: "cluster-admin" },
    subjects: [
      { kind: "Group", name: "system:unauthenticated" },
      { kind: "ServiceAccount", name: "default", namespace: "shop" },
    ],
  }),
  make("policy/v1beta1:PodDisruptionBudget", {
    spec: { minAvailable: "100%", selector: { matchLabels: { a: "b" } } },
  }),
  make("networking.k8s.io/v1:NetworkPolicy", {
    spec: { podSelector: { matchLabels: { a: "b" } }, policyTypes: ["Egress"], egress: [{}] },
  }),
  make("core/v1:PersistentVolume", { spec: { hostPath: { path: "/" } } }),
  make("core/v1:PersistentVolumeClaim", { spec: { storageClassName: "any" } }),
  make("helm.sh/v3:Release", { name: "cache", namespace: "shop", chart: "redis" }),
];
