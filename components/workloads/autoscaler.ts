import type { HorizontalPodAutoscalerSpec, MetricSpec } from "kubernetes-types/autoscaling/v2.d.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import type { Autoscaled } from "../../model/scaling.ts";
import { requestRateMetric } from "../cluster/request-rate-metric.ts";
import type { rolloutsApi } from "../releases/argo-rollouts.ts";

/** What an autoscaler scales: anything with a `scale` subresource. */
export interface AutoscaledObject {
  readonly apiVersion: "apps/v1" | typeof rolloutsApi;
  readonly kind: "Deployment" | "Rollout";
  readonly name: string;
}

/** How soon and how fast replicas come and go, in seconds. A spike is answered at once; a lull has to last (SCL-09). */
const pace = { growth: 30, lull: 300, shrinkage: 60 } as const;

/** The autoscaler of a workload. It at least doubles replicas within half a minute and takes one away a minute. */
export function autoscalerSpec(
  target: AutoscaledObject,
  scaling: Autoscaled,
  environment: EnvironmentName,
): HorizontalPodAutoscalerSpec {
  return {
    scaleTargetRef: { ...target },
    minReplicas: scaling.minimum,
    maxReplicas: scaling.maximum,
    metrics: metricsOf(scaling, environment),
    behavior: {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: "Max",
        policies: [
          { type: "Percent", value: 100, periodSeconds: pace.growth },
          { type: "Pods", value: 2, periodSeconds: pace.growth },
        ],
      },
      scaleDown: {
        stabilizationWindowSeconds: pace.lull,
        selectPolicy: "Min",
        policies: [{ type: "Pods", value: 1, periodSeconds: pace.shrinkage }],
      },
    },
  };
}

function metricsOf(
  { cpu, memory, requestsPerSecond }: Autoscaled,
  environment: EnvironmentName,
): MetricSpec[] {
  const utilization = (name: "cpu" | "memory", share: Autoscaled["cpu"]): MetricSpec => ({
    type: "Resource",
    resource: { name, target: { type: "Utilization", averageUtilization: Math.round(share.percent) } },
  });
  return [
    utilization("cpu", cpu),
    ...(memory ? [utilization("memory", memory)] : []),
    // A measure that nobody serves keeps an autoscaler from ever scaling down, and dev's cluster has no adapter.
    ...(requestsPerSecond !== undefined && environment !== "dev" ? [requestRate(requestsPerSecond)] : []),
  ];
}

const requestRate = (each: number): MetricSpec => ({
  type: "Pods",
  pods: {
    metric: { name: requestRateMetric.name },
    // Kubernetes writes quantities in their shortest form: thousandths where there is a fraction.
    target: {
      type: "AverageValue",
      averageValue: Number.isInteger(each) ? String(each) : `${Math.round(each * 1000)}m`,
    },
  },
});
