import type { SystemEnvironment, Environment } from "../../config/environment.ts";
import { cacheExporter } from "../../model/cache.ts";
import { mebibytes } from "../../model/quantities/bytes.ts";
import { millicores } from "../../model/quantities/cpu.ts";
import { seconds } from "../../model/quantities/duration.ts";
import { size } from "../../model/size.ts";
import { storeServices } from "../../model/store-services.ts";
import type { Demand } from "../capacity/demand.ts";
import type { LabelledPart, Labels } from "../labels.ts";
import { cacheUserSecret } from "../secrets/cache-secrets.ts";
import { hardenedPod } from "../workloads/hardened-pod.ts";
import type { DeploymentSpecification } from "../workloads/pod-template.ts";
import { diskOf } from "../workloads/resources.ts";
import { runsOwnCache } from "./platform-cache.ts";
import { redisMonitor } from "./redis-users.ts";

/** Where the exporter answers. */
export const redisExporterPort = 9121;

const portName = "metrics";
const exporterSize = size({
  cpu: { request: millicores(10), limit: millicores(100) },
  memory: mebibytes(64),
});

export const redisExporterPart: LabelledPart = {
  name: cacheExporter,
  workload: "redis-exporter",
  tier: "standard",
};

/** Whether a system's Redis has an exporter: one of the platform's, where there is a Prometheus to ask it. */
export const hasRedisExporter = (
  { name }: Pick<Environment, "name">,
  { system }: SystemEnvironment,
): boolean => name !== "dev" && runsOwnCache(name, system);

/** What an exporter's Deployment is made from. */
export interface RedisExporterInput {
  readonly own: SystemEnvironment;
  /** The image to run, pinned. */
  readonly image: string;
  readonly priorityClass: string;
  readonly labels: Labels;
  readonly selector: Labels;
}

/**
 * The exporter of a Redis. It is a pod of its own and not a second container of the server's: a new release of it, or a
 * fault in it, never touches the server.
 */
export function redisExporterSpec(input: RedisExporterInput): DeploymentSpecification {
  const { own, image, priorityClass, labels, selector } = input;
  const { name: host, port } = storeServices.cache;
  const health = { httpGet: { path: "/health", port: portName }, periodSeconds: 10, timeoutSeconds: 2 };
  const pod = hardenedPod({
    name: cacheExporter,
    image,
    user: { uid: 59000, gid: 59000 },
    priorityClass,
    gracePeriod: seconds(10),
    size: exporterSize,
    scratch: [],
    files: [],
    container: {
      env: [
        { name: "REDIS_ADDR", value: `redis://${host}:${port}` },
        { name: "REDIS_USER", value: redisMonitor },
        {
          name: "REDIS_PASSWORD",
          valueFrom: { secretKeyRef: cacheUserSecret(own, "monitor") },
        },
        { name: "REDIS_EXPORTER_WEB_LISTEN_ADDRESS", value: `:${redisExporterPort}` },
        // Its own process is no news, and it would share names with every other Go program.
        { name: "REDIS_EXPORTER_REDIS_ONLY_METRICS", value: "true" },
      ],
      ports: [{ name: portName, containerPort: redisExporterPort, protocol: "TCP" }],
      startupProbe: { ...health, periodSeconds: 2, failureThreshold: 30 },
      livenessProbe: {
        tcpSocket: { port: portName },
        periodSeconds: 10,
        timeoutSeconds: 2,
        failureThreshold: 3,
      },
      readinessProbe: { ...health, failureThreshold: 3 },
    },
  });
  return {
    replicas: 1,
    selector: { matchLabels: selector },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    revisionHistoryLimit: 10,
    template: { metadata: { labels }, spec: pod },
  };
}

/** What an exporter needs of its namespace's quota: its pod, and the next one beside it. */
export const redisExporterDemand = (): Demand => ({
  pods: 2,
  cpuRequest: exporterSize.cpu.request,
  cpuLimit: exporterSize.cpu.limit,
  memory: exporterSize.memory,
  disk: diskOf(exporterSize, []),
});

/** The part of a PodMonitor's specification (`monitoring.coreos.com/v1`) that is written for an exporter. */
export interface RedisMonitorSpec {
  readonly selector: { readonly matchLabels: Labels };
  readonly podMetricsEndpoints: readonly { readonly port: string; readonly interval: string }[];
}

/** How Prometheus is told to ask an exporter. */
export const redisMonitorSpec = (selector: Labels): RedisMonitorSpec => ({
  selector: { matchLabels: selector },
  podMetricsEndpoints: [{ port: portName, interval: "30s" }],
});
