import type { Labels } from "../labels.ts";
import { proofOfReadiness } from "./deployment.ts";
import type { DeploymentSpecification, PodSpecification } from "./pod-template.ts";
import { hostAntiAffinity, topologySpread } from "./spread.ts";

/** A server of the platform's that keeps nothing, so that one of its pods may go as another comes. */
export interface StatelessServer {
  readonly replicas: number;
  readonly pod: PodSpecification;
  readonly labels: Labels;
  readonly selector: Labels;
}

/** Its Deployment: a pod is added before one goes, and they stand on different nodes where there are any. */
export const statelessServerSpec = ({
  replicas,
  pod,
  labels,
  selector,
}: StatelessServer): DeploymentSpecification => ({
  replicas,
  selector: { matchLabels: selector },
  strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
  minReadySeconds: proofOfReadiness.wholeSeconds,
  revisionHistoryLimit: 10,
  template: {
    metadata: { labels },
    spec: {
      ...pod,
      topologySpreadConstraints: topologySpread(selector),
      affinity: { podAntiAffinity: hostAntiAffinity(selector) },
    },
  },
});
