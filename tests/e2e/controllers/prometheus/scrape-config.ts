/** A PodMonitor, as far as it can be carried out here: {@link scrapeConfigs} refuses one that says more. */
export interface PodMonitor {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: {
    readonly selector: { readonly matchLabels?: Readonly<Record<string, string>> };
    /** Labels of the pod that its series get as well. */
    readonly podTargetLabels?: readonly string[];
    /** The label of the pod whose value the series' `job` is. @default `<namespace>/<name>` of the monitor */
    readonly jobLabel?: string;
    readonly podMetricsEndpoints: readonly PodMetricsEndpoint[];
  };
}

interface PodMetricsEndpoint {
  /** The name of a container's port. */
  readonly port: string;
  readonly path?: string;
  readonly scheme?: string;
  readonly interval?: string;
  readonly scrapeTimeout?: string;
}

/** One job of Prometheus' `scrape_configs`. */
export interface ScrapeConfig {
  readonly job_name: string;
  readonly file_sd_configs: readonly { readonly files: readonly string[] }[];
  readonly relabel_configs: readonly Relabeling[];
  readonly [setting: string]: unknown;
}

interface Relabeling {
  readonly action?: "keep" | "drop";
  readonly source_labels?: readonly string[];
  readonly regex?: string;
  readonly target_label?: string;
  readonly replacement?: string;
}

const SPEC_FIELDS = ["selector", "podTargetLabels", "jobLabel", "podMetricsEndpoints"];
const ENDPOINT_FIELDS = ["port", "path", "scheme", "interval", "scrapeTimeout"];

/**
 * What the Prometheus Operator would have Prometheus scrape for a PodMonitor: one job for each of its endpoints, with
 * the same labels.
 * @param targets Path of the file in which the pods of all namespaces stand, as `pod-targets.ts` has them.
 * @throws Error that names a field which this can't carry out.
 */
export function scrapeConfigs(monitor: PodMonitor, targets: string): readonly ScrapeConfig[] {
  const { spec } = monitor;
  refuseOthers(monitor, "spec", spec, SPEC_FIELDS);
  refuseOthers(monitor, "spec.selector", spec.selector, ["matchLabels"]);
  return spec.podMetricsEndpoints.map((endpoint, index) => {
    refuseOthers(monitor, `spec.podMetricsEndpoints[${index}]`, endpoint, ENDPOINT_FIELDS);
    const { interval, scrapeTimeout, path, scheme } = endpoint;
    return {
      job_name: `podMonitor/${nameOf(monitor)}/${index}`,
      file_sd_configs: [{ files: [targets] }],
      ...(interval === undefined ? {} : { scrape_interval: interval }),
      ...(scrapeTimeout === undefined ? {} : { scrape_timeout: scrapeTimeout }),
      ...(path === undefined ? {} : { metrics_path: path }),
      ...(scheme === undefined ? {} : { scheme }),
      relabel_configs: [...selection(monitor, endpoint), ...labels(monitor, endpoint)],
    };
  });
}

/** Which containers are scraped: those of selected pods that have not ended, by the name of their port. */
function selection(
  { metadata, spec: { selector } }: PodMonitor,
  { port }: PodMetricsEndpoint,
): readonly Relabeling[] {
  return [
    {
      action: "keep",
      source_labels: ["__meta_kubernetes_namespace"],
      regex: metadata.namespace ?? "default",
    },
    { action: "drop", source_labels: ["__meta_kubernetes_pod_phase"], regex: "(Failed|Succeeded)" },
    ...Object.entries(selector.matchLabels ?? {}).map(([label, value]): Relabeling => {
      const name = labelName(label);
      return {
        action: "keep",
        source_labels: [`__meta_kubernetes_pod_label_${name}`, `__meta_kubernetes_pod_labelpresent_${name}`],
        regex: `(${value});true`,
      };
    }),
    { action: "keep", source_labels: ["__meta_kubernetes_pod_container_port_name"], regex: port },
  ];
}

/** What every series says of where it comes from. */
function labels(monitor: PodMonitor, { port }: PodMetricsEndpoint): readonly Relabeling[] {
  const { podTargetLabels = [], jobLabel } = monitor.spec;
  return [
    { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
    { source_labels: ["__meta_kubernetes_pod_container_name"], target_label: "container" },
    { source_labels: ["__meta_kubernetes_pod_name"], target_label: "pod" },
    ...podTargetLabels.map((label) => fromPod(label, labelName(label))),
    { target_label: "job", replacement: nameOf(monitor) },
    ...(jobLabel === undefined ? [] : [fromPod(jobLabel, "job")]),
    { target_label: "endpoint", replacement: port },
  ];
}

/** A pod without the label, or with an empty one, leaves what was there before. */
const fromPod = (label: string, target: string): Relabeling => ({
  source_labels: [`__meta_kubernetes_pod_label_${labelName(label)}`],
  target_label: target,
  regex: "(.+)",
  replacement: "${1}",
});

/** Labels of Kubernetes have characters that labels of Prometheus can't have. */
export const labelName = (label: string): string => label.replaceAll(/[^a-zA-Z0-9_]/g, "_");

const nameOf = ({ metadata }: PodMonitor): string => `${metadata.namespace ?? "default"}/${metadata.name}`;

function refuseOthers(monitor: PodMonitor, path: string, given: object, known: readonly string[]): void {
  const other = Object.keys(given).find((field) => !known.includes(field));
  if (other !== undefined)
    throw new Error(
      `PodMonitor ${nameOf(monitor)} says ${path}.${other}, which this suite's Prometheus is not told of. Teach scrape-config.ts.`,
    );
}
