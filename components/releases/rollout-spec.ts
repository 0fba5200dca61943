import type { PodTemplate } from "../workloads/pod-template.ts";

/** The part of a Rollout's specification (`argoproj.io/v1alpha1`) that Slipway writes. */
export interface RolloutSpec {
  readonly replicas?: number;
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly template: PodTemplate;
  readonly minReadySeconds: number;
  readonly revisionHistoryLimit: number;
  readonly progressDeadlineSeconds: number;
  readonly rollbackWindow: { readonly revisions: number };
  readonly strategy: { readonly canary: CanarySpec } | { readonly blueGreen: BlueGreenSpec };
}

/** A strategy that splits the traffic. */
export interface CanarySpec extends KeptReleases {
  readonly stableService: string;
  readonly canaryService: string;
  readonly trafficRouting: { readonly traefik: { readonly weightedTraefikServiceName: string } };
  readonly maxUnavailable: number;
  readonly maxSurge: number;
  readonly steps: readonly CanaryStep[];
}

export type CanaryStep = { readonly setWeight: number } | { readonly analysis: AnalysisReference };

/** A strategy that moves all the traffic at once. */
export interface BlueGreenSpec extends KeptReleases {
  readonly activeService: string;
  readonly previewService: string;
  readonly autoPromotionEnabled: true;
  readonly autoPromotionSeconds: number;
  readonly maxUnavailable: number;
  readonly postPromotionAnalysis: AnalysisReference;
}

/** How long the pods of releases stay that take no traffic. */
export interface KeptReleases {
  readonly scaleDownDelaySeconds: number;
  readonly scaleDownDelayRevisionLimit: number;
  readonly abortScaleDownDelaySeconds: number;
}

/** An analysis of the pods of the newest release. */
export interface AnalysisReference {
  readonly templates: readonly { readonly templateName: string }[];
  readonly args: readonly {
    readonly name: string;
    readonly valueFrom: { readonly podTemplateHashValue: "Latest" };
  }[];
}
