import { labelName } from "./scrape-config.ts";

/** A pod, as far as Prometheus' discovery tells of it. */
export interface DiscoveredPod {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly containers: readonly {
      readonly name: string;
      readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
    }[];
  };
  readonly status?: { readonly phase?: string; readonly podIP?: string };
}

/** What may be scraped, with what relabeling goes by, as Prometheus reads it from a file. */
export interface TargetGroup {
  readonly targets: readonly [string];
  readonly labels: Readonly<Record<string, string>>;
}

/** The ports of a pod that has an address, with the labels that Prometheus' own discovery of pods gives them. */
export function podTargets({ metadata, spec, status = {} }: DiscoveredPod): readonly TargetGroup[] {
  const { phase = "Unknown", podIP } = status;
  if (podIP === undefined || podIP === "") return [];
  return (spec?.containers ?? []).flatMap(({ name, ports = [] }) =>
    ports.map((port) => ({
      targets: [`${podIP}:${port.containerPort}`] as const,
      labels: {
        ...labelsOf(metadata.labels ?? {}),
        __meta_kubernetes_namespace: metadata.namespace ?? "default",
        __meta_kubernetes_pod_name: metadata.name,
        __meta_kubernetes_pod_phase: phase,
        __meta_kubernetes_pod_container_name: name,
        __meta_kubernetes_pod_container_port_name: port.name ?? "",
      },
    })),
  );
}

const labelsOf = (labels: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(labels).flatMap(([label, value]) => [
      [`__meta_kubernetes_pod_label_${labelName(label)}`, value],
      [`__meta_kubernetes_pod_labelpresent_${labelName(label)}`, "true"],
    ]),
  );
