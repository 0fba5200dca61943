import type { FieldPath } from "./field-path.ts";

const podFields = (template: FieldPath): FieldPath[] => [
  `${template}.spec.containers[].name`,
  `${template}.spec.containers[].image`,
];
const workloadFields: FieldPath[] = ["spec.selector", ...podFields("spec.template")];

/** Fields without which the API server rejects an object, by kind; what only some objects need is a rule. */
export const requiredFields: Readonly<Record<string, readonly FieldPath[]>> = {
  Pod: ["spec.containers[].name", "spec.containers[].image"],
  "apps/Deployment": workloadFields,
  "apps/ReplicaSet": workloadFields,
  "apps/StatefulSet": workloadFields,
  "apps/DaemonSet": workloadFields,
  "batch/Job": [...podFields("spec.template"), "spec.template.spec.restartPolicy"],
  "batch/CronJob": [
    "spec.schedule",
    ...podFields("spec.jobTemplate.spec.template"),
    "spec.jobTemplate.spec.template.spec.restartPolicy",
  ],
  "argoproj.io/Rollout": ["spec.strategy"],
  PersistentVolume: ["spec.capacity", "spec.accessModes[]"],
  PersistentVolumeClaim: ["spec.accessModes[]", "spec.resources.requests.storage"],
  LimitRange: ["spec.limits[].type"],
  ResourceQuota: ["spec"],
  "autoscaling/HorizontalPodAutoscaler": [
    "spec.scaleTargetRef.kind",
    "spec.scaleTargetRef.name",
    "spec.maxReplicas",
  ],
  "policy/PodDisruptionBudget": ["spec.selector"],
  "networking.k8s.io/NetworkPolicy": ["spec.podSelector"],
  "networking.k8s.io/Ingress": ["spec"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef.apiGroup", "roleRef.kind", "roleRef.name"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef.apiGroup", "roleRef.kind", "roleRef.name"],
  "scheduling.k8s.io/PriorityClass": ["value"],
  "storage.k8s.io/StorageClass": ["provisioner"],
  "apiextensions.k8s.io/CustomResourceDefinition": [
    "spec.group",
    "spec.names.kind",
    "spec.names.plural",
    "spec.scope",
    "spec.versions[].name",
  ],
  "gateway.networking.k8s.io/Gateway": [
    "spec.gatewayClassName",
    "spec.listeners[].name",
    "spec.listeners[].port",
  ],
  "gateway.networking.k8s.io/GatewayClass": ["spec.controllerName"],
  "cert-manager.io/Certificate": ["spec.secretName", "spec.issuerRef.name"],
  "external-secrets.io/ExternalSecret": ["spec"],
  "monitoring.coreos.com/PrometheusRule": ["spec"],
  "monitoring.coreos.com/ServiceMonitor": ["spec.selector", "spec.endpoints"],
  "monitoring.coreos.com/PodMonitor": ["spec.selector"],
  "monitoring.coreos.com/Probe": ["spec"],
  "postgresql.cnpg.io/Cluster": ["spec.instances"],
  "postgresql.cnpg.io/Pooler": ["spec.cluster.name", "spec.pgbouncer"],
  "postgresql.cnpg.io/ScheduledBackup": ["spec.schedule", "spec.cluster.name"],
};
