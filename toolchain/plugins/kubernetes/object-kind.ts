import { objectAt, reveal, type Properties } from "../protocol/property-value.ts";

export interface ObjectKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** A `...Patch` resource changes a part of an object that something else made. */
  readonly isPatch: boolean;
}

/** `kubernetes:apps/v1:Deployment` says group, version and kind; the object's own fields come first. */
export function objectKind(type: string, inputs: Properties): ObjectKind {
  const [, module = "", token = ""] = type.split(":");
  const declared = reveal(inputs["apiVersion"] ?? null);
  const apiVersion = typeof declared === "string" && declared !== "" ? declared : module;
  const slash = apiVersion.indexOf("/");
  const group = slash < 0 ? "" : apiVersion.slice(0, slash);
  const isPatch = token.endsWith("Patch") && reveal(inputs["kind"] ?? null) !== token;
  return {
    group: group === "core" ? "" : group,
    version: apiVersion.slice(slash + 1),
    kind: isPatch ? token.slice(0, -"Patch".length) : token,
    isPatch,
  };
}

/** A Helm release has a name and values of its own, and is no object of the API server. */
export function isHelmRelease(type: string): boolean {
  return type === "kubernetes:helm.sh/v3:Release";
}

export function isNamespaced({ group, kind }: ObjectKind): boolean {
  return !CLUSTER_SCOPED.has(group === "" ? kind : `${group}/${kind}`);
}

export function metadataText(properties: Properties, key: string): string {
  const value = reveal(objectAt(properties, "metadata")[key] ?? null);
  return typeof value === "string" ? value : "";
}

const CLUSTER_SCOPED = new Set([
  "ComponentStatus",
  "Namespace",
  "Node",
  "PersistentVolume",
  "admissionregistration.k8s.io/MutatingAdmissionPolicy",
  "admissionregistration.k8s.io/MutatingAdmissionPolicyBinding",
  "admissionregistration.k8s.io/MutatingWebhookConfiguration",
  "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
  "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
  "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
  "apiextensions.k8s.io/CustomResourceDefinition",
  "apiregistration.k8s.io/APIService",
  "certificates.k8s.io/CertificateSigningRequest",
  "certificates.k8s.io/ClusterTrustBundle",
  "flowcontrol.apiserver.k8s.io/FlowSchema",
  "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
  "networking.k8s.io/IPAddress",
  "networking.k8s.io/IngressClass",
  "networking.k8s.io/ServiceCIDR",
  "node.k8s.io/RuntimeClass",
  "rbac.authorization.k8s.io/ClusterRole",
  "rbac.authorization.k8s.io/ClusterRoleBinding",
  "resource.k8s.io/DeviceClass",
  "resource.k8s.io/ResourceSlice",
  "scheduling.k8s.io/PriorityClass",
  "storage.k8s.io/CSIDriver",
  "storage.k8s.io/CSINode",
  "storage.k8s.io/StorageClass",
  "storage.k8s.io/VolumeAttributesClass",
  "storage.k8s.io/VolumeAttachment",
  "snapshot.storage.k8s.io/VolumeSnapshotClass",
  "snapshot.storage.k8s.io/VolumeSnapshotContent",
  "gateway.networking.k8s.io/GatewayClass",
  "cert-manager.io/ClusterIssuer",
  "external-secrets.io/ClusterSecretStore",
  "external-secrets.io/ClusterExternalSecret",
  "argoproj.io/ClusterAnalysisTemplate",
  "postgresql.cnpg.io/ClusterImageCatalog",
]);
