import type { EnvVar } from "kubernetes-types/core/v1.d.ts";
import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import { millicores } from "../../../model/quantities/cpu.ts";
import { seconds } from "../../../model/quantities/duration.ts";
import { size } from "../../../model/size.ts";
import { endpointPropagation } from "../../../model/time-limits.ts";
import type { Demand } from "../../capacity/demand.ts";
import type { Labels } from "../../labels.ts";
import { requiredSecret, valueKey } from "../../secrets/secret-references.ts";
import { contentName } from "../../workloads/content-name.ts";
import { hardenedPod } from "../../workloads/hardened-pod.ts";
import type { DeploymentSpecification } from "../../workloads/pod-template.ts";
import { diskOf } from "../../workloads/resources.ts";
import { statelessServerSpec } from "../../workloads/stateless-server.ts";
import { collectorConfiguration } from "./collector-configuration.ts";
import { collectorMemory, collectorPart, collectorPorts } from "./collector-part.ts";

/** Either takes all there is while the other is away. */
export const collectorReplicas = 2;

const configurationFolder = "/etc/otelcol";
const configurationFile = "collector.json";

/** It holds the traces that can't be handed over at once, and of log lines only those on their way. */
const collectorSize = size({
  cpu: { request: millicores(20), limit: millicores(500) },
  memory: collectorMemory,
});

/** The file that a system's collector reads, and the name of the ConfigMap that it is in. */
export function collectorConfigMap(
  stack: Environment["name"],
  own: SystemEnvironment,
): { readonly name: string; readonly data: Readonly<Record<string, string>> } {
  const data = { [configurationFile]: JSON.stringify(collectorConfiguration(stack, own), undefined, 2) };
  return { name: contentName(collectorPart.name, data), data };
}

/** The Secret that lets a system's collector write to a vendor; none where it writes to none. */
export function vendorSecret(own: SystemEnvironment): string | undefined {
  const { traces } = own.system.telemetry;
  return traces.kind === "vendor" ? requiredSecret(own, traces.token) : undefined;
}

/** What a collector's Deployment is made from. */
export interface CollectorInput {
  readonly stack: Environment["name"];
  readonly own: SystemEnvironment;
  /** The image to run, pinned. */
  readonly image: string;
  readonly priorityClass: string;
  readonly labels: Labels;
  readonly selector: Labels;
}

/** A system's collectors: they keep nothing, so one may go as another comes. */
export function collectorSpec(input: CollectorInput): DeploymentSpecification {
  const { stack, own, image, priorityClass, labels, selector } = input;
  const health = { httpGet: { path: "/", port: "health" }, timeoutSeconds: 2 };
  const pod = hardenedPod({
    name: collectorPart.name,
    image,
    // As whom the public image runs.
    user: { uid: 10_001, gid: 10_001 },
    priorityClass,
    // What waits is handed over before it ends.
    gracePeriod: endpointPropagation.plus(seconds(20)),
    size: collectorSize,
    scratch: [],
    files: [
      {
        name: "configuration",
        configMap: collectorConfigMap(stack, own).name,
        folder: configurationFolder,
      },
    ],
    container: {
      args: [`--config=${configurationFolder}/${configurationFile}`],
      env: vendorKey(own),
      ports: Object.entries(collectorPorts).map(([name, containerPort]) => ({
        name,
        containerPort,
        protocol: "TCP",
      })),
      lifecycle: { preStop: { sleep: { seconds: endpointPropagation.wholeSeconds } } },
      startupProbe: { ...health, periodSeconds: 2, failureThreshold: 30 },
      livenessProbe: {
        tcpSocket: { port: "health" },
        periodSeconds: 10,
        timeoutSeconds: 2,
        failureThreshold: 3,
      },
      readinessProbe: { ...health, periodSeconds: 10, failureThreshold: 3 },
    },
  });
  return statelessServerSpec({ replicas: collectorReplicas, pod, labels, selector });
}

function vendorKey(own: SystemEnvironment): EnvVar[] {
  const { traces } = own.system.telemetry;
  const name = vendorSecret(own);
  return traces.kind === "vendor" && name !== undefined
    ? [{ name: traces.token, valueFrom: { secretKeyRef: { name, key: valueKey } } }]
    : [];
}

/** What collectors need of their namespace's quota: their pods, and the next one beside them. */
export const collectorDemand = (): Demand => ({
  pods: collectorReplicas + 1,
  cpuRequest: collectorSize.cpu.request,
  cpuLimit: collectorSize.cpu.limit,
  memory: collectorSize.memory,
  disk: diskOf(collectorSize, []),
});

/** The part of a PodMonitor's specification (`monitoring.coreos.com/v1`) that is written for collectors. */
export interface CollectorMonitorSpec {
  readonly selector: { readonly matchLabels: Labels };
  readonly podMetricsEndpoints: readonly { readonly port: string; readonly interval: string }[];
}

/** How Prometheus is told to ask collectors: how they do, and what they counted. */
export const collectorMonitorSpec = (selector: Labels): CollectorMonitorSpec => ({
  selector: { matchLabels: selector },
  podMetricsEndpoints: (["own", "counts"] as const).map((port) => ({ port, interval: "30s" })),
});
