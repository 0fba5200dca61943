import { findField } from "./field.ts";
import { kindKey, type Kind } from "./kind.ts";
import type { Manifest } from "./manifest.ts";
import { ofKind } from "./stack-search.ts";

/** Kubernetes' own kinds that are in no namespace, those of its add-ons too. */
const clusterKinds = new Set([
  "admissionregistration.k8s.io/MutatingAdmissionPolicy",
  "admissionregistration.k8s.io/MutatingAdmissionPolicyBinding",
  "admissionregistration.k8s.io/MutatingWebhookConfiguration",
  "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
  "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
  "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
  "apiextensions.k8s.io/CustomResourceDefinition",
  "apiregistration.k8s.io/APIService",
  "authentication.k8s.io/SelfSubjectReview",
  "authentication.k8s.io/TokenReview",
  "authorization.k8s.io/SelfSubjectAccessReview",
  "authorization.k8s.io/SelfSubjectRulesReview",
  "authorization.k8s.io/SubjectAccessReview",
  "certificates.k8s.io/CertificateSigningRequest",
  "certificates.k8s.io/ClusterTrustBundle",
  "core/ComponentStatus",
  "core/Namespace",
  "core/Node",
  "core/PersistentVolume",
  "flowcontrol.apiserver.k8s.io/FlowSchema",
  "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
  "gateway.networking.k8s.io/GatewayClass",
  "internal.apiserver.k8s.io/StorageVersion",
  "networking.k8s.io/IPAddress",
  "networking.k8s.io/IngressClass",
  "networking.k8s.io/ServiceCIDR",
  "node.k8s.io/RuntimeClass",
  "groupsnapshot.storage.k8s.io/VolumeGroupSnapshotClass",
  "groupsnapshot.storage.k8s.io/VolumeGroupSnapshotContent",
  "policy.networking.k8s.io/AdminNetworkPolicy",
  "policy.networking.k8s.io/BaselineAdminNetworkPolicy",
  "policy/PodSecurityPolicy",
  "rbac.authorization.k8s.io/ClusterRole",
  "rbac.authorization.k8s.io/ClusterRoleBinding",
  "resource.k8s.io/DeviceClass",
  "resource.k8s.io/DeviceTaintRule",
  "resource.k8s.io/ResourceSlice",
  "scheduling.k8s.io/PriorityClass",
  "snapshot.storage.k8s.io/VolumeSnapshotClass",
  "snapshot.storage.k8s.io/VolumeSnapshotContent",
  "storage.k8s.io/CSIDriver",
  "storage.k8s.io/CSINode",
  "storage.k8s.io/StorageClass",
  "storage.k8s.io/VolumeAttachment",
  "storage.k8s.io/VolumeAttributesClass",
  "storagemigration.k8s.io/StorageVersionMigration",
]);

/** Operators' kinds that are in a namespace, whatever they begin with. */
const namespacedKinds = new Set([
  "addons.cluster.x-k8s.io/ClusterResourceSet",
  "addons.cluster.x-k8s.io/ClusterResourceSetBinding",
  "cluster.x-k8s.io/ClusterClass",
  "logging.banzaicloud.io/ClusterFlow",
  "logging.banzaicloud.io/ClusterOutput",
  "operators.coreos.com/ClusterServiceVersion",
]);

/**
 * Whether objects of a kind are in no namespace. An operator's own definition says so where the stack has it; without it, operators' kinds of
 * the whole cluster begin with the word, by custom: ClusterIssuer, ClusterSecretStore.
 * @param others Kinds of which the stack's configuration says so, each as group and kind.
 */
export function isClusterWide(kind: Kind, stack: readonly Manifest[], others: readonly string[]): boolean {
  const key = kindKey(kind);
  if (clusterKinds.has(key) || others.includes(key)) return true;
  const scope = definitionOf(kind, stack)?.root.at("spec", "scope").value;
  if (scope !== undefined) return scope === "Cluster";
  return /^Cluster[A-Z]/.test(kind.name) && !namespacedKinds.has(key);
}

const definitionOf = (kind: Kind, stack: readonly Manifest[]): Manifest | undefined =>
  findField(
    ofKind(stack, "apiextensions.k8s.io/CustomResourceDefinition"),
    ({ root }) =>
      root.at("spec", "group").value === kind.group && root.at("spec", "names", "kind").value === kind.name,
  );
