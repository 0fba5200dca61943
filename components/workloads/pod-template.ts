import type { DeploymentSpec, StatefulSetSpec } from "kubernetes-types/apps/v1.d.ts";
import type { CronJobSpec, JobSpec } from "kubernetes-types/batch/v1.d.ts";
import type {
  PersistentVolumeClaim,
  PodSpec,
  PodTemplateSpec,
  ProjectedVolumeSource,
  Volume,
} from "kubernetes-types/core/v1.d.ts";

// The two type packages disagree on host aliases, which no pod of ours has, and on whether projected volumes name their
// sources; without the one and with the other what the pure builders make fits what the resources take.

export type PodVolume = Omit<Volume, "projected"> & {
  projected?: Required<Pick<ProjectedVolumeSource, "sources">>;
};

export type PodSpecification = Omit<PodSpec, "hostAliases" | "volumes"> & { volumes: PodVolume[] };

export type PodTemplate = Omit<PodTemplateSpec, "spec"> & { spec: PodSpecification };

export type DeploymentSpecification = Omit<DeploymentSpec, "template"> & { template: PodTemplate };

export type StatefulSetSpecification = Omit<StatefulSetSpec, "template" | "volumeClaimTemplates"> & {
  template: PodTemplate;
  volumeClaimTemplates?: Pick<PersistentVolumeClaim, "metadata" | "spec">[];
};

export type JobSpecification = Omit<JobSpec, "template"> & { template: PodTemplate };

export type CronJobSpecification = Omit<CronJobSpec, "jobTemplate"> & {
  jobTemplate: { metadata: { labels: Record<string, string> }; spec: JobSpecification };
};
