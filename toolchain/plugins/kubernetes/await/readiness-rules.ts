import { textAt, type KubernetesObject } from "../cluster/kubernetes-object.ts";
import { daemonSetReadiness } from "./daemon-set.ts";
import { deploymentReadiness } from "./deployment.ts";
import { jobReadiness } from "./job.ts";
import {
  definitionReadiness,
  ingressReadiness,
  namespaceReadiness,
  quotaReadiness,
  replicationControllerReadiness,
  secretReadiness,
} from "./plain-objects.ts";
import { podReadiness } from "./pod.ts";
import type { ReadinessRule } from "./readiness.ts";
import { serviceReadiness } from "./service.ts";
import { statefulSetReadiness } from "./stateful-set.ts";
import { claimReadiness, volumeReadiness } from "./storage.ts";

interface KindReadiness {
  readonly rule: ReadinessRule;
  /** A refresh reports the kind when it is not ready. */
  readonly isReportedOnRead?: true;
}

const kinds: Readonly<Record<string, KindReadiness>> = {
  "apps/v1/Deployment": { rule: deploymentReadiness, isReportedOnRead: true },
  "apps/v1/StatefulSet": { rule: statefulSetReadiness, isReportedOnRead: true },
  "apps/v1/DaemonSet": { rule: daemonSetReadiness, isReportedOnRead: true },
  "batch/v1/Job": { rule: jobReadiness, isReportedOnRead: true },
  "v1/Pod": { rule: podReadiness, isReportedOnRead: true },
  "v1/Service": { rule: serviceReadiness, isReportedOnRead: true },
  "networking.k8s.io/v1/Ingress": { rule: ingressReadiness, isReportedOnRead: true },
  "v1/PersistentVolume": { rule: volumeReadiness },
  "v1/PersistentVolumeClaim": { rule: claimReadiness },
  "v1/ReplicationController": { rule: replicationControllerReadiness },
  "v1/ResourceQuota": { rule: quotaReadiness },
  "v1/Secret": { rule: secretReadiness },
  "v1/Namespace": { rule: namespaceReadiness },
  "apiextensions.k8s.io/v1/CustomResourceDefinition": { rule: definitionReadiness },
};

/** The rule of the object's kind; a kind without one is ready as soon as it is there. */
export function readinessOf(object: KubernetesObject): KindReadiness | undefined {
  return kinds[`${textAt(object, "apiVersion")}/${textAt(object, "kind")}`];
}
