/** A text where all kinds look alike; otherwise one by kind, and one for the others. */
type Snippet = string | ({ readonly otherwise: string } & Readonly<Record<string, string>>);

/**
 * What a field looks like that keeps to each policy, as YAML in one line. Messages and the handbook show it after the
 * sentence on how to fix a violation. Labels and names are examples, and what rules compare them with is the default.
 */
const snippets: Readonly<Record<string, Snippet>> = {
  "no-latest-tag": "image: web:1.4.2",
  "require-image-digest": 'image: "web@sha256:0f3c…"',
  "no-never-released-digest": 'image: "web@sha256:0f3c…"',
  "allowed-image-registries": 'image: "docker.io/example/web@sha256:0f3c…"',
  "no-deprecated-registry": 'image: "docker.io/example/web@sha256:0f3c…"',
  "require-requests-and-limits":
    "resources: { requests: { cpu: 100m, memory: 128Mi }, limits: { cpu: 500m, memory: 128Mi } }",
  "valid-resource-quantities":
    'resources: { requests: { cpu: 250m, memory: 128Mi }, limits: { cpu: "1", memory: 128Mi } }',
  "max-container-resources": 'resources: { limits: { cpu: "2", memory: 4Gi } }',
  "require-ephemeral-storage-limit":
    "resources: { requests: { ephemeral-storage: 64Mi }, limits: { ephemeral-storage: 256Mi } }",
  "emptydir-size-limit": "volumes: [{ name: tmp, emptyDir: { sizeLimit: 64Mi } }]",
  "require-liveness-probe": "livenessProbe: { httpGet: { path: /healthz, port: http } }",
  "require-readiness-probe": "readinessProbe: { httpGet: { path: /readyz, port: http } }",
  "probe-port-declared": "ports: [{ name: http, containerPort: 8080 }]",
  "valid-restart-policy": {
    otherwise: "restartPolicy: Always",
    Job: "restartPolicy: Never",
    CronJob: "restartPolicy: Never",
    ScaledJob: "restartPolicy: Never",
  },
  "probes-not-identical": "livenessProbe: { httpGet: { path: /healthz, port: http }, failureThreshold: 6 }",
  "no-bare-pods": "kind: Deployment",
  "job-ttl": {
    otherwise: "spec: { ttlSecondsAfterFinished: 86400 }",
    CronJob: "spec: { successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 }",
  },
  "cronjob-deadline": "spec: { startingDeadlineSeconds: 300 }",
  "no-privileged-containers": "securityContext: { privileged: false }",
  "no-host-pid": "spec: { hostPID: false }",
  "no-host-ipc": "spec: { hostIPC: false }",
  "no-host-network": "spec: { hostNetwork: false }",
  "no-host-ports": "ports: [{ name: http, containerPort: 8080 }]",
  "no-host-path-volumes": "volumes: [{ name: tmp, emptyDir: { sizeLimit: 64Mi } }]",
  "no-added-capabilities": "securityContext: { capabilities: { drop: [ALL] } }",
  "default-proc-mount": "securityContext: { procMount: Default }",
  "no-selinux-override": "securityContext: { seLinuxOptions: { type: container_t } }",
  "no-unconfined-apparmor": "securityContext: { appArmorProfile: { type: RuntimeDefault } }",
  "no-unconfined-seccomp": "securityContext: { seccompProfile: { type: RuntimeDefault } }",
  "safe-sysctls-only": 'securityContext: { sysctls: [{ name: net.ipv4.tcp_syncookies, value: "1" }] }',
  "no-host-process": "securityContext: { windowsOptions: { hostProcess: false } }",
  "no-host-in-probes": "httpGet: { path: /healthz, port: http }",
  "require-run-as-non-root": "securityContext: { runAsNonRoot: true }",
  "no-run-as-root-user": "securityContext: { runAsUser: 65532 }",
  "no-privilege-escalation": "securityContext: { allowPrivilegeEscalation: false }",
  "require-drop-all-capabilities": "securityContext: { capabilities: { drop: [ALL] } }",
  "require-seccomp-profile": "securityContext: { seccompProfile: { type: RuntimeDefault } }",
  "restrict-volume-types": "volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]",
  "read-only-root-filesystem": "securityContext: { readOnlyRootFilesystem: true }",
  "rolling-update-strategy": {
    otherwise:
      "spec: { strategy: { type: RollingUpdate, rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } }",
    DaemonSet:
      "spec: { updateStrategy: { type: RollingUpdate, rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } } }",
  },
  "no-static-replicas-with-hpa": "spec: { replicas: null }",
  "hpa-target-exists": "scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }",
  "one-autoscaler-per-workload": "scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: worker }",
  "hpa-min-replicas": "spec: { minReplicas: 2 }",
  "hpa-has-headroom": "spec: { minReplicas: 2, maxReplicas: 6 }",
  "min-replicas": "spec: { replicas: 2 }",
  "require-topology-spread":
    "topologySpreadConstraints: [{ topologyKey: topology.kubernetes.io/zone, maxSkew: 1, whenUnsatisfiable: ScheduleAnyway, labelSelector: { matchLabels: { app.kubernetes.io/name: web } } }, { topologyKey: kubernetes.io/hostname, maxSkew: 1, whenUnsatisfiable: ScheduleAnyway, labelSelector: { matchLabels: { app.kubernetes.io/name: web } } }]",
  "require-pdb": "spec: { maxUnavailable: 1, selector: { matchLabels: { app.kubernetes.io/name: web } } }",
  "pdb-selects-pods": "spec: { selector: { matchLabels: { app.kubernetes.io/name: web } } }",
  "pdb-allows-disruption": "spec: { maxUnavailable: 1 }",
  "pdb-below-hpa-min": "spec: { maxUnavailable: 1 }",
  "service-selects-pods": "spec: { selector: { app.kubernetes.io/name: web } }",
  "service-target-port-exists": "ports: [{ port: 80, targetPort: http }]",
  "statefulset-headless-service": "spec: { clusterIP: None, selector: { app.kubernetes.io/name: web } }",
  "network-policy-selects-pods": "spec: { podSelector: { matchLabels: { app.kubernetes.io/name: web } } }",
  "require-network-policy":
    "spec: { podSelector: { matchLabels: { app.kubernetes.io/name: web } }, policyTypes: [Ingress, Egress] }",
  "default-deny-network-policy": "spec: { podSelector: {}, policyTypes: [Ingress, Egress] }",
  "deny-cloud-metadata-egress": "to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [169.254.0.0/16] } }]",
  "no-node-port": "spec: { type: ClusterIP }",
  "no-load-balancer": "spec: { type: ClusterIP }",
  "no-external-ips": "spec: { externalIPs: [] }",
  "no-localhost-external-name": "spec: { type: ExternalName, externalName: db.example.com }",
  "no-privileged-ports": "ports: [{ name: http, containerPort: 8080 }]",
  "require-tls": {
    otherwise: "spec: { tls: [{ hosts: [www.example.com], secretName: www-tls }] }",
    Gateway: "tls: { mode: Terminate, certificateRefs: [{ name: www-tls }] }",
    HTTPRoute: "filters: [{ type: RequestRedirect, requestRedirect: { scheme: https } }]",
  },
  "no-wildcard-host": {
    otherwise: "hostnames: [www.example.com]",
    Ingress: "host: www.example.com",
    Gateway: "hostname: www.example.com",
  },
  "no-default-backend": "rules: [{ host: www.example.com }]",
  "unique-host-path": "matches: [{ path: { type: PathPrefix, value: /api } }]",
  "route-backend-exists": "backendRefs: [{ name: web, port: 80 }]",
  "no-ingress-snippets": "metadata: { annotations: {} }",
  "namespace-requires-quota": 'spec: { hard: { pods: "50", requests.cpu: "8", requests.memory: 16Gi } }',
  "monitor-selects-target": "spec: { selector: { matchLabels: { app.kubernetes.io/name: web } } }",
  "singleton-stays-single": {
    otherwise: "spec: { replicas: 1 }",
    Deployment: "spec: { replicas: 1, strategy: { type: Recreate } }",
  },
  "require-postgres-backups":
    "plugins: [{ name: barman-cloud.cloudnative-pg.io, isWALArchiver: true, parameters: { barmanObjectName: backups, serverName: web } }]",
  "postgres-ha": "spec: { instances: 3, postgresql: { synchronous: { method: any, number: 1 } } }",
  "postgres-hardening":
    'spec: { enableSuperuserAccess: false, imageName: "docker.io/example/postgresql@sha256:0f3c…", resources: { requests: { cpu: 500m, memory: 1Gi }, limits: { memory: 1Gi } }, walStorage: { size: 10Gi } }',
  "valid-recovery-target":
    'recoveryTarget: { backupID: 20260131T110000, targetTime: "2026-01-31T12:00:00Z" }',
  "require-labels":
    'labels: { app.kubernetes.io/name: web, app.kubernetes.io/instance: web, app.kubernetes.io/component: server, app.kubernetes.io/part-of: shop, app.kubernetes.io/managed-by: pulumi, app.kubernetes.io/version: "1.4.2" }',
  "namespace-psa-restricted":
    "labels: { pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/enforce-version: v1.36, pod-security.kubernetes.io/warn: restricted, pod-security.kubernetes.io/audit: restricted }",
  "no-default-namespace": "metadata: { namespace: shop }",
  "valid-labels": "labels: { app.kubernetes.io/version: 1.4.2 }",
  "selector-matches-template": "selector: { matchLabels: { app.kubernetes.io/name: web } }",
  "no-deprecated-apis": "apiVersion: policy/v1",
  "no-host-path-pv": "spec: { csi: { driver: ebs.csi.aws.com, volumeHandle: vol-1 } }",
  "allowed-storage-class": "spec: { storageClassName: retained }",
  "one-system-per-database": "labels: { app.kubernetes.io/part-of: shop }",
  "require-alert-runbooks":
    '{ alert: WebDown, labels: { severity: page, owner: shop-team }, annotations: { summary: web is down, runbook_url: "https://docs.example.com/web-down" } }',
  "no-broad-secret-access":
    'rules: [{ apiGroups: [""], resources: [secrets], resourceNames: [web], verbs: [get] }]',
  "no-wildcard-rbac": "rules: [{ apiGroups: [apps], resources: [deployments], verbs: [get, list] }]",
  "no-cluster-admin-binding": {
    otherwise: "roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: web }",
    ClusterRoleBinding: "roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: web }",
  },
  "no-anonymous-binding": "subjects: [{ kind: ServiceAccount, name: web, namespace: shop }]",
  "no-pod-exec-rbac": 'rules: [{ apiGroups: [""], resources: [pods, pods/log], verbs: [get, list] }]',
  "no-rbac-escalation-verbs":
    "rules: [{ apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [get, list] }]",
  "no-webhook-config-rbac":
    "rules: [{ apiGroups: [admissionregistration.k8s.io], resources: [validatingwebhookconfigurations], verbs: [get, list, watch] }]",
  "no-csr-approval-rbac":
    "rules: [{ apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests], verbs: [get, list] }]",
  "no-nodes-proxy-rbac": 'rules: [{ apiGroups: [""], resources: [nodes/metrics], verbs: [get] }]',
  "no-token-create-rbac": 'rules: [{ apiGroups: [""], resources: [serviceaccounts], verbs: [get] }]',
  "no-default-service-account": "spec: { serviceAccountName: web }",
  "no-automount-sa-token": "automountServiceAccountToken: false",
  "service-account-exists": "spec: { serviceAccountName: web }",
  "no-deprecated-service-account-field": "spec: { serviceAccountName: web }",
  "no-legacy-sa-token-secret": "serviceAccountToken: { path: token, expirationSeconds: 3600 }",
  "no-literal-secret":
    "env: [{ name: DATABASE_URL, valueFrom: { secretKeyRef: { name: web, key: database-url } } }]",
  "external-secrets-only":
    "spec: { secretStoreRef: { kind: ClusterSecretStore, name: vault }, refreshInterval: 1h }",
  "env-references-exist": "valueFrom: { secretKeyRef: { name: web, key: database-url } }",
  "external-secret-store-exists":
    "spec: { secretStoreRef: { kind: ClusterSecretStore, name: vault }, refreshInterval: 1h }",
  "no-duplicate-env": "env: [{ name: LOG_LEVEL, value: info }]",
  "allowed-certificate-issuer":
    "spec: { issuerRef: { kind: ClusterIssuer, name: public }, dnsNames: [www.example.com] }",
  "allowed-ingress-class": "spec: { ingressClassName: public }",
  "analysis-template-safe": 'successCondition: "len(result) > 0 && !isNaN(result[0]) && result[0] < 0.01"',
  "canary-requires-analysis":
    "canary: { stableService: web, canaryService: web-canary, analysis: { templates: [{ templateName: errors }] } }",
  "canary-steps-monotonic": "steps: [{ setWeight: 10 }, { pause: { duration: 5m } }, { setWeight: 100 }]",
  "container-ports-valid": "ports: [{ name: http, containerPort: 8080 }]",
  "cronjob-concurrency-policy": "spec: { concurrencyPolicy: Forbid }",
  "encrypted-storage": 'parameters: { encrypted: "true" }',
  "graceful-termination": "spec: { terminationGracePeriodSeconds: 60 }",
  "image-pull-policy-matches-reference": '{ image: "web@sha256:0f3c…", imagePullPolicy: IfNotPresent }',
  "job-bounded-runtime": {
    otherwise: "spec: { activeDeadlineSeconds: 3600, backoffLimit: 3 }",
    CronJob: "spec: { jobTemplate: { spec: { activeDeadlineSeconds: 3600, backoffLimit: 3 } } }",
  },
  "keda-scaledobject-safe":
    "spec: { minReplicaCount: 2, maxReplicaCount: 6, cooldownPeriod: 300, fallback: { failureThreshold: 3, replicas: 2 } }",
  "limit-request-ratio": "resources: { requests: { cpu: 250m }, limits: { cpu: 500m } }",
  "memory-request-equals-limit": "resources: { requests: { memory: 128Mi }, limits: { memory: 128Mi } }",
  "network-policy-peer-exists": "from: [{ podSelector: { matchLabels: { app.kubernetes.io/name: web } } }]",
  "no-broad-delete-rbac":
    'rules: [{ apiGroups: [""], resources: [configmaps], resourceNames: [web], verbs: [delete] }]',
  "no-endpoint-edit-rbac": 'rules: [{ apiGroups: [""], resources: [endpoints], verbs: [get, list, watch] }]',
  "no-exec-probe-commands": "livenessProbe: { httpGet: { path: /healthz, port: http } }",
  "no-forbidden-workloads": {
    otherwise: 'image: "docker.io/example/web@sha256:0f3c…"',
    Service: "{ metadata: { name: web }, spec: { selector: { app.kubernetes.io/name: web } } }",
  },
  "no-interactive-tty": "{ tty: false, stdin: false }",
  "no-node-pinning": "nodeSelector: { topology.kubernetes.io/zone: a }",
  "no-pod-create-rbac": 'rules: [{ apiGroups: [""], resources: [pods], verbs: [get, list, watch] }]',
  "no-shared-process-namespace": "spec: { shareProcessNamespace: false }",
  "no-sudo-entrypoint": "command: [/app/server]",
  "pdb-unhealthy-eviction-policy": "spec: { unhealthyPodEvictionPolicy: AlwaysAllow }",
  "postgres-monitored":
    "spec: { selector: { matchLabels: { cnpg.io/cluster: web } }, podMetricsEndpoints: [{ port: metrics }] }",
  "prefer-secret-files": "volumes: [{ name: secrets, secret: { secretName: web } }]",
  "require-annotations": "annotations: { example.com/contact: shop-team }",
  "require-high-uid": "securityContext: { runAsUser: 65532, runAsGroup: 65532 }",
  "require-non-root-groups": "securityContext: { runAsGroup: 65532, fsGroup: 65532 }",
  "require-priority-class": "spec: { priorityClassName: standard }",
  "require-startup-probe": "startupProbe: { httpGet: { path: /healthz, port: http }, failureThreshold: 30 }",
  "rollout-no-endless-pause": "steps: [{ pause: { duration: 5m } }]",
  "service-requires-slo":
    '{ record: "web:requests:errors_ratio", expr: "sum(rate(errors_total[5m])) / sum(rate(requests_total[5m]))", labels: { service: web, slo: web-requests } }',
  "unique-service-selector":
    "spec: { selector: { app.kubernetes.io/name: web, app.kubernetes.io/component: server } }",
  "volume-backup-policy":
    "{ metadata: { labels: { backup-policy: daily } }, spec: { accessModes: [ReadWriteOncePod] } }",
  "no-unseen-release": 'type: "kubernetes:helm.sh/v4:Chart"',
};

/**
 * What keeps to a policy, by kind; "" stands for all others. Nothing where the policy judges no object.
 */
export function snippetsOf(policy: string): ReadonlyMap<string, string> {
  const snippet = snippets[policy];
  if (snippet === undefined) return new Map();
  if (typeof snippet === "string") return new Map([["", snippet]]);
  const { otherwise, ...byKind } = snippet;
  return new Map([["", otherwise], ...Object.entries(byKind)]);
}

/** What keeps to a policy in an object of a kind. */
export function snippetFor(policy: string, kind: string): string | undefined {
  const all = snippetsOf(policy);
  return all.get(kind) ?? all.get("");
}
