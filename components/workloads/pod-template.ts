import type { DeploymentSpec, StatefulSetSpec } from "kubernetes-types/apps/v1.d.ts";
import type { PodSpec, PodTemplateSpec, Volume } from "kubernetes-types/core/v1.d.ts";

// The two type packages disagree on host aliases and on projected volumes, which no pod of ours has; without those
// fields what the pure builders make fits what the resources take.

type PodSpecification = Omit<PodSpec, "hostAliases" | "volumes"> & { volumes: Omit<Volume, "projected">[] };

export type PodTemplate = Omit<PodTemplateSpec, "spec"> & { spec: PodSpecification };

export type DeploymentSpecification = Omit<DeploymentSpec, "template"> & { template: PodTemplate };

export type StatefulSetSpecification = Omit<StatefulSetSpec, "template" | "volumeClaimTemplates"> & {
  template: PodTemplate;
};
