import type { Rule } from "../../judging/rule.ts";
import { allowedCertificateIssuer } from "./allowed-certificate-issuer.ts";
import { allowedIngressClass } from "./allowed-ingress-class.ts";
import { containerPortsValid } from "./container-ports-valid.ts";
import { cronjobConcurrencyPolicy } from "./cronjob-concurrency-policy.ts";
import { encryptedStorage } from "./encrypted-storage.ts";
import { gracefulTermination } from "./graceful-termination.ts";
import { imagePullPolicyMatchesReference } from "./image-pull-policy-matches-reference.ts";
import { jobBoundedRuntime } from "./job-bounded-runtime.ts";
import { kedaScaledobjectSafe } from "./keda-scaledobject-safe.ts";
import { limitRequestRatio } from "./limit-request-ratio.ts";
import { memoryRequestEqualsLimit } from "./memory-request-equals-limit.ts";
import { networkPolicyPeerExists } from "./network-policy-peer-exists.ts";
import { noBroadDeleteRbac } from "./no-broad-delete-rbac.ts";
import { noEndpointEditRbac } from "./no-endpoint-edit-rbac.ts";
import { noExecProbeCommands } from "./no-exec-probe-commands.ts";
import { noForbiddenWorkloads } from "./no-forbidden-workloads.ts";
import { noInteractiveTty } from "./no-interactive-tty.ts";
import { noNodePinning } from "./no-node-pinning.ts";
import { noPodCreateRbac } from "./no-pod-create-rbac.ts";
import { noSharedProcessNamespace } from "./no-shared-process-namespace.ts";
import { noSudoEntrypoint } from "./no-sudo-entrypoint.ts";
import { pdbUnhealthyEvictionPolicy } from "./pdb-unhealthy-eviction-policy.ts";
import { preferSecretFiles } from "./prefer-secret-files.ts";
import { requireAnnotations } from "./require-annotations.ts";
import { requireHighUid } from "./require-high-uid.ts";
import { requireNonRootGroups } from "./require-non-root-groups.ts";
import { requirePriorityClass } from "./require-priority-class.ts";
import { requireStartupProbe } from "./require-startup-probe.ts";
import { serviceRequiresSlo } from "./service-requires-slo.ts";
import { uniqueServiceSelector } from "./unique-service-selector.ts";
import { volumeBackupPolicy } from "./volume-backup-policy.ts";

/** The rules that advise: what they find stops nothing, unless a stack's configuration says so. */
export const advisoryRules: readonly Rule[] = [
  imagePullPolicyMatchesReference,
  noForbiddenWorkloads,
  memoryRequestEqualsLimit,
  limitRequestRatio,
  requireStartupProbe,
  noExecProbeCommands,
  gracefulTermination,
  pdbUnhealthyEvictionPolicy,
  noNodePinning,
  requirePriorityClass,
  jobBoundedRuntime,
  cronjobConcurrencyPolicy,
  requireHighUid,
  requireNonRootGroups,
  noInteractiveTty,
  noSudoEntrypoint,
  noSharedProcessNamespace,
  noPodCreateRbac,
  noBroadDeleteRbac,
  noEndpointEditRbac,
  preferSecretFiles,
  networkPolicyPeerExists,
  uniqueServiceSelector,
  containerPortsValid,
  allowedIngressClass,
  requireAnnotations,
  encryptedStorage,
  volumeBackupPolicy,
  allowedCertificateIssuer,
  serviceRequiresSlo,
  kedaScaledobjectSafe,
];
