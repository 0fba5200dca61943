import type { Exporter } from "./catalogued-metric.ts";

/** What the Prometheus Operator's monitors give to every target. */
export const podTarget = ["job", "instance", "namespace", "pod", "container", "endpoint"] as const;

const ofContainer = ["namespace", "pod", "container"] as const;
const ofResource = [...ofContainer, "node", "resource", "unit"] as const;

/** Its own labels win over the target's, which the cluster's contract asks for. */
export const kubeStateMetrics: Exporter = {
  name: "kube-state-metrics v2.20.0",
  documentation: "https://github.com/kubernetes/kube-state-metrics/tree/v2.20.0/docs/metrics",
  target: ["job", "instance", "endpoint"],
  counters: { kube_pod_container_status_restarts_total: [...ofContainer, "uid"] },
  gauges: {
    kube_cronjob_next_schedule_time: ["namespace", "cronjob"],
    kube_cronjob_status_last_schedule_time: ["namespace", "cronjob"],
    kube_cronjob_status_last_successful_time: ["namespace", "cronjob"],
    kube_horizontalpodautoscaler_spec_max_replicas: ["namespace", "horizontalpodautoscaler"],
    kube_horizontalpodautoscaler_status_current_replicas: ["namespace", "horizontalpodautoscaler"],
    kube_horizontalpodautoscaler_status_desired_replicas: ["namespace", "horizontalpodautoscaler"],
    kube_pod_container_resource_limits: ofResource,
    kube_pod_container_resource_requests: ofResource,
    kube_pod_container_status_last_terminated_reason: [...ofContainer, "reason", "uid"],
    kube_pod_container_status_ready: [...ofContainer, "uid"],
    kube_pod_status_phase: ["namespace", "pod", "phase", "uid"],
    kube_pod_status_ready: ["namespace", "pod", "condition", "uid"],
    kube_replicaset_spec_replicas: ["namespace", "replicaset"],
    kube_replicaset_status_ready_replicas: ["namespace", "replicaset"],
    kube_resourcequota: ["namespace", "resourcequota", "resource", "type"],
    kube_secret_created: ["namespace", "secret"],
    kube_statefulset_replicas: ["namespace", "statefulset"],
    kube_statefulset_status_replicas_ready: ["namespace", "statefulset"],
    kube_statefulset_status_update_revision: ["namespace", "statefulset", "revision"],
  },
};

const ofCgroup = [...ofContainer, "id", "image", "name"] as const;

/** Network is counted for a pod as a whole, so without a container. */
const ofInterface = ["namespace", "pod", "id", "image", "name", "interface"] as const;

export const cadvisor: Exporter = {
  name: "cAdvisor in the kubelet v1.36.3",
  documentation: "https://github.com/google/cadvisor/blob/master/docs/storage/prometheus.md",
  target: ["job", "instance", "endpoint", "node"],
  counters: {
    container_cpu_cfs_periods_total: ofCgroup,
    container_cpu_cfs_throttled_periods_total: ofCgroup,
    container_cpu_usage_seconds_total: [...ofCgroup, "cpu"],
    container_fs_reads_bytes_total: [...ofCgroup, "device"],
    container_fs_writes_bytes_total: [...ofCgroup, "device"],
    container_network_receive_bytes_total: ofInterface,
    container_network_transmit_bytes_total: ofInterface,
  },
  gauges: { container_memory_working_set_bytes: ofCgroup },
};

export const kubelet: Exporter = {
  name: "kubelet v1.36.3",
  documentation: "https://kubernetes.io/docs/reference/instrumentation/metrics/",
  target: ["job", "instance", "endpoint", "node"],
  counters: {},
  gauges: {
    kubelet_volume_stats_available_bytes: ["namespace", "persistentvolumeclaim"],
    kubelet_volume_stats_capacity_bytes: ["namespace", "persistentvolumeclaim"],
  },
};

export const nodeExporter: Exporter = {
  name: "node exporter",
  documentation: "https://github.com/prometheus/node_exporter",
  target: podTarget,
  counters: {
    node_cpu_seconds_total: ["cpu", "mode"],
    node_disk_io_time_seconds_total: ["device"],
  },
  gauges: {
    node_filesystem_avail_bytes: ["device", "fstype", "mountpoint", "device_error"],
    node_filesystem_size_bytes: ["device", "fstype", "mountpoint", "device_error"],
    node_memory_MemAvailable_bytes: [],
    node_memory_MemTotal_bytes: [],
  },
};

/** The operator says which Probe a result is of, by its namespace and the labels of its targets. */
export const blackbox: Exporter = {
  name: "blackbox exporter",
  documentation: "https://github.com/prometheus/blackbox_exporter",
  target: ["job", "instance", "namespace", "part"],
  counters: {},
  gauges: {
    probe_duration_seconds: [],
    probe_ssl_earliest_cert_expiry: [],
    probe_success: [],
  },
};

/** With `addServicesLabels`, which is its default. */
export const traefik: Exporter = {
  name: "Traefik v3.6.12",
  documentation: "https://doc.traefik.io/traefik/observability/metrics/overview/",
  target: podTarget,
  counters: { traefik_service_requests_total: ["code", "method", "protocol", "service"] },
  gauges: {},
};

/** Its own labels win over the target's. */
export const externalSecrets: Exporter = {
  name: "External Secrets",
  documentation: "https://external-secrets.io/latest/api/metrics/",
  target: ["job", "instance", "endpoint"],
  counters: {},
  gauges: { externalsecret_status_condition: ["namespace", "name", "condition", "status"] },
};
