import type { Cloud, CloudIdentity } from "../../model/cloud-identity.ts";
import type { Labels } from "../labels.ts";

const annotation: Readonly<Record<Cloud, string>> = {
  aws: "eks.amazonaws.com/role-arn",
  gcp: "iam.gke.io/gcp-service-account",
  azure: "azure.workload.identity/client-id",
};

/** What a ServiceAccount says of the identity that its pods take; nothing without one. */
export const accountAnnotations = (
  identity: CloudIdentity | undefined,
): { readonly annotations?: Record<string, string> } =>
  identity ? { annotations: { [annotation[identity.cloud]]: identity.text } } : {};

/**
 * The labels of a pod that takes an identity. Azure's webhook looks at no other pods; AWS' goes by the ServiceAccount, and
 * GCP has none. Either puts a token of its own into the pod, for the cloud and for nothing in the cluster.
 */
export const identityLabels = (identity: CloudIdentity | undefined): Labels =>
  identity?.cloud === "azure" ? { "azure.workload.identity/use": "true" } : {};
