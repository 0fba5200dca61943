import type { HorizontalPodAutoscalerSpec } from "kubernetes-types/autoscaling/v2.d.ts";
import type { Autoscaled } from "../../model/scaling.ts";

/** The autoscaler of a Deployment. It adds replicas at once and takes them away slowly, so that a lull costs nothing. */
export function autoscalerSpec(deployment: string, scaling: Autoscaled): HorizontalPodAutoscalerSpec {
  return {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment },
    minReplicas: scaling.minimum,
    maxReplicas: scaling.maximum,
    metrics: [
      {
        type: "Resource",
        resource: {
          name: "cpu",
          target: { type: "Utilization", averageUtilization: Math.round(scaling.cpu.percent) },
        },
      },
    ],
    behavior: {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        policies: [{ type: "Percent", value: 100, periodSeconds: 30 }],
      },
      scaleDown: {
        stabilizationWindowSeconds: 300,
        policies: [{ type: "Pods", value: 1, periodSeconds: 60 }],
      },
    },
  };
}
