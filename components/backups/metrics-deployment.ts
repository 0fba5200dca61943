import { createHash } from "node:crypto";
import type { EnvVar } from "kubernetes-types/core/v1.d.ts";
import type { Dumps } from "../../config/dumps.ts";
import { seconds } from "../../model/quantities/duration.ts";
import type { Labels } from "../labels.ts";
import { hardenedPod } from "../workloads/hardened-pod.ts";
import type { MountedFiles } from "../workloads/mounted-files.ts";
import type { DeploymentSpecification } from "../workloads/pod-template.ts";
import { dumpMetricsPort } from "./dump-names.ts";
import { bucketEnvironment, metricsSize, programUser } from "./program-container.ts";

/** What the pod is made from that watches a bucket. */
export interface MetricsPod {
  readonly name: string;
  readonly dumps: Dumps;
  /** The settings of what is watched. */
  readonly files: readonly MountedFiles[];
  /** Variables beside those that open the bucket. @default none */
  readonly env?: readonly EnvVar[];
  /** The program's image, pinned. */
  readonly image: string;
  /** Name of the Secret that opens the bucket. */
  readonly credentials: string;
  readonly priorityClass: string;
  readonly labels: Labels;
}

const healthy = { httpGet: { path: "/healthz", port: "metrics" } };

/**
 * What tells Prometheus what lies in the bucket, asked of the bucket itself (BDR-13). One replica: where it is gone for a
 * while, the numbers are too, and they are about days.
 * @param data What stands in the ConfigMap: the program reads it when it starts, so another one is another pod.
 */
export function metricsDeployment(
  { name, dumps, files, env = [], image, credentials, priorityClass, labels }: MetricsPod,
  selector: Labels,
  data: Readonly<Record<string, string>>,
): DeploymentSpecification {
  const pod = hardenedPod({
    name,
    image,
    user: programUser,
    priorityClass,
    gracePeriod: seconds(10),
    size: metricsSize,
    scratch: [],
    files,
    container: {
      args: ["metrics", "--listen", `:${dumpMetricsPort}`],
      env: [...env, ...bucketEnvironment(dumps, credentials)],
      ports: [{ name: "metrics", containerPort: dumpMetricsPort, protocol: "TCP" }],
      startupProbe: { ...healthy, periodSeconds: 1, timeoutSeconds: 2, failureThreshold: 30 },
      livenessProbe: {
        tcpSocket: { port: "metrics" },
        periodSeconds: 10,
        timeoutSeconds: 2,
        failureThreshold: 3,
      },
      readinessProbe: { ...healthy, periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3 },
    },
  });
  const settings = createHash("sha256").update(JSON.stringify(data)).digest("hex").slice(0, 16);
  return {
    replicas: 1,
    selector: { matchLabels: selector },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    revisionHistoryLimit: 10,
    template: { metadata: { labels, annotations: { "slipway.dev/settings": settings } }, spec: pod },
  };
}
