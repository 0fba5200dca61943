import type { PlatformRedis } from "../../../model/cache.ts";
import { mebibytes } from "../../../model/quantities/bytes.ts";
import { millicores } from "../../../model/quantities/cpu.ts";
import { seconds } from "../../../model/quantities/duration.ts";
import { type Size, size } from "../../../model/size.ts";
import { storeServices } from "../../../model/store-services.ts";
import { endpointPropagation } from "../../../model/time-limits.ts";
import type { Demand } from "../../capacity/demand.ts";
import type { LabelledPart, Labels } from "../../labels.ts";
import { contentName } from "../../workloads/content-name.ts";
import { hardenedPod } from "../../workloads/hardened-pod.ts";
import type { DeploymentSpecification } from "../../workloads/pod-template.ts";
import { diskOf } from "../../workloads/resources.ts";
import { statelessServerSpec } from "../../workloads/stateless-server.ts";
import {
  proxyConfiguration,
  proxyConfigurationFile,
  proxyConnections,
  proxyHealthPath,
} from "./proxy-configuration.ts";
import { sentinelPort } from "./replication-settings.ts";

/** It has the name of the store, as clients of a Redis with replicas reach it in the place of the one pod of another. */
export const proxyPart: LabelledPart = {
  name: storeServices.cache.name,
  workload: "redis-proxy",
  tier: "critical",
};

/** The name of the port that clients come to. */
export const proxyPortName = "store";

const healthPort = 8404;
const healthPortName = "health";

/** Each takes all clients while the other is away. */
export const proxyReplicas = 2;

const configurationFolder = "/etc/haproxy";

/** HAProxy has two buffers of 16 KiB for a connection that is busy. */
const proxySize = (cache: PlatformRedis): Size =>
  size({
    cpu: { request: millicores(50), limit: millicores(500) },
    memory: mebibytes(64 + Math.ceil((proxyConnections(cache) * 34) / 1024)),
  });

/** The files of the proxy, and the name of the ConfigMap that they are in. */
export function proxyConfigMap(cache: PlatformRedis): {
  readonly name: string;
  readonly data: Readonly<Record<string, string>>;
} {
  const { port } = storeServices.cache;
  const content = proxyConfiguration(cache, { port, healthPort, redisPort: port, sentinelPort });
  const data = { [proxyConfigurationFile]: content };
  return { name: contentName(proxyPart.name, data), data };
}

/** What the proxy's Deployment is made from. */
export interface ProxyInput {
  readonly cache: PlatformRedis;
  readonly image: string;
  readonly priorityClass: string;
  readonly labels: Labels;
  readonly selector: Labels;
}

/** HAProxy before the instances of a Redis. It keeps nothing, and knows no password. */
export function proxySpec({
  cache,
  image,
  priorityClass,
  labels,
  selector,
}: ProxyInput): DeploymentSpecification {
  const health = { httpGet: { path: proxyHealthPath, port: healthPortName }, timeoutSeconds: 2 };
  const pod = hardenedPod({
    name: proxyPart.name,
    image,
    // As whom the public image runs.
    user: { uid: 99, gid: 99 },
    priorityClass,
    gracePeriod: endpointPropagation.plus(seconds(10)),
    size: proxySize(cache),
    scratch: [],
    files: [{ name: "configuration", configMap: proxyConfigMap(cache).name, folder: configurationFolder }],
    container: {
      command: ["haproxy", "-db", "-f", `${configurationFolder}/${proxyConfigurationFile}`],
      ports: [
        { name: proxyPortName, containerPort: storeServices.cache.port, protocol: "TCP" },
        { name: healthPortName, containerPort: healthPort, protocol: "TCP" },
      ],
      lifecycle: { preStop: { sleep: { seconds: endpointPropagation.wholeSeconds } } },
      startupProbe: { ...health, periodSeconds: 2, failureThreshold: 30 },
      livenessProbe: {
        tcpSocket: { port: healthPortName },
        periodSeconds: 10,
        timeoutSeconds: 2,
        failureThreshold: 3,
      },
      // Longer than a replica takes to become primary: to be put aside meanwhile would only add to it.
      readinessProbe: { ...health, periodSeconds: 5, failureThreshold: 6 },
    },
  });
  return statelessServerSpec({ replicas: proxyReplicas, pod, labels, selector });
}

/** What the proxy needs of its namespace's quota: its pods, and the next one beside them. */
export const proxyDemand = (cache: PlatformRedis): Demand => {
  const each = proxySize(cache);
  return {
    pods: proxyReplicas + 1,
    cpuRequest: each.cpu.request,
    cpuLimit: each.cpu.limit,
    memory: each.memory,
    disk: diskOf(each, []),
  };
};
