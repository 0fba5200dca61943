import type { Rule } from "../judging/rule.ts";
import { advisoryRules } from "./advisory/catalogue.ts";
import { allowedImageRegistries } from "./allowed-image-registries.ts";
import { allowedStorageClass } from "./allowed-storage-class.ts";
import { cronjobDeadline } from "./cronjob-deadline.ts";
import { defaultDenyNetworkPolicy } from "./default-deny-network-policy.ts";
import { deliveryRules } from "./delivery/catalogue.ts";
import { denyCloudMetadataEgress } from "./deny-cloud-metadata-egress.ts";
import { emptydirSizeLimit } from "./emptydir-size-limit.ts";
import { envReferencesExist } from "./env-references-exist.ts";
import { externalSecretStoreExists } from "./external-secret-store-exists.ts";
import { externalSecretsOnly } from "./external-secrets-only.ts";
import { hpaHasHeadroom } from "./hpa-has-headroom.ts";
import { hpaMinReplicas } from "./hpa-min-replicas.ts";
import { hpaTargetExists } from "./hpa-target-exists.ts";
import { jobTtl } from "./job-ttl.ts";
import { maxContainerResources } from "./max-container-resources.ts";
import { minReplicas } from "./min-replicas.ts";
import { monitorSelectsTarget } from "./monitor-selects-target.ts";
import { namespacePsaRestricted } from "./namespace-psa-restricted.ts";
import { namespaceRequiresQuota } from "./namespace-requires-quota.ts";
import { networkPolicySelectsPods } from "./network-policy-selects-pods.ts";
import { noAnonymousBinding } from "./no-anonymous-binding.ts";
import { noAutomountSaToken } from "./no-automount-sa-token.ts";
import { noBarePods } from "./no-bare-pods.ts";
import { noBroadSecretAccess } from "./no-broad-secret-access.ts";
import { noClusterAdminBinding } from "./no-cluster-admin-binding.ts";
import { noCsrApprovalRbac } from "./no-csr-approval-rbac.ts";
import { noDefaultBackend } from "./no-default-backend.ts";
import { noDefaultNamespace } from "./no-default-namespace.ts";
import { noDefaultServiceAccount } from "./no-default-service-account.ts";
import { noDeprecatedApis } from "./no-deprecated-apis.ts";
import { noDeprecatedRegistry } from "./no-deprecated-registry.ts";
import { noDeprecatedServiceAccountField } from "./no-deprecated-service-account-field.ts";
import { noDuplicateEnv } from "./no-duplicate-env.ts";
import { noExternalIps } from "./no-external-ips.ts";
import { noHostPathPv } from "./no-host-path-pv.ts";
import { noIngressSnippets } from "./no-ingress-snippets.ts";
import { noLatestTag } from "./no-latest-tag.ts";
import { noLegacySaTokenSecret } from "./no-legacy-sa-token-secret.ts";
import { noLiteralSecret } from "./no-literal-secret.ts";
import { noLoadBalancer } from "./no-load-balancer.ts";
import { noLocalhostExternalName } from "./no-localhost-external-name.ts";
import { noNeverReleasedDigest } from "./no-never-released-digest.ts";
import { noNodePort } from "./no-node-port.ts";
import { noNodesProxyRbac } from "./no-nodes-proxy-rbac.ts";
import { noPodExecRbac } from "./no-pod-exec-rbac.ts";
import { noPrivilegedPorts } from "./no-privileged-ports.ts";
import { noRbacEscalationVerbs } from "./no-rbac-escalation-verbs.ts";
import { noStaticReplicasWithHpa } from "./no-static-replicas-with-hpa.ts";
import { noTokenCreateRbac } from "./no-token-create-rbac.ts";
import { noUnseenRelease } from "./no-unseen-release.ts";
import { noWebhookConfigRbac } from "./no-webhook-config-rbac.ts";
import { noWildcardHost } from "./no-wildcard-host.ts";
import { noWildcardRbac } from "./no-wildcard-rbac.ts";
import { oneAutoscalerPerWorkload } from "./one-autoscaler-per-workload.ts";
import { oneSystemPerDatabase } from "./one-system-per-database.ts";
import { pdbAllowsDisruption } from "./pdb-allows-disruption.ts";
import { pdbBelowHpaMin } from "./pdb-below-hpa-min.ts";
import { pdbSelectsPods } from "./pdb-selects-pods.ts";
import { podSecurityRules } from "./pod-security/catalogue.ts";
import { postgresHa } from "./postgres-ha.ts";
import { postgresHardening } from "./postgres-hardening.ts";
import { postgresMonitored } from "./postgres-monitored.ts";
import { probePortDeclared } from "./probe-port-declared.ts";
import { probesNotIdentical } from "./probes-not-identical.ts";
import { readOnlyRootFilesystem } from "./read-only-root-filesystem.ts";
import { requireAlertRunbooks } from "./require-alert-runbooks.ts";
import { requireEphemeralStorageLimit } from "./require-ephemeral-storage-limit.ts";
import { requireImageDigest } from "./require-image-digest.ts";
import { requireLabels } from "./require-labels.ts";
import { requireLivenessProbe } from "./require-liveness-probe.ts";
import { requireNetworkPolicy } from "./require-network-policy.ts";
import { requirePdb } from "./require-pdb.ts";
import { requirePostgresBackups } from "./require-postgres-backups.ts";
import { requireReadinessProbe } from "./require-readiness-probe.ts";
import { requireRequestsAndLimits } from "./require-requests-and-limits.ts";
import { requireTls } from "./require-tls.ts";
import { requireTopologySpread } from "./require-topology-spread.ts";
import { rollingUpdateStrategy } from "./rolling-update-strategy.ts";
import { routeBackendExists } from "./route-backend-exists.ts";
import { selectorMatchesTemplate } from "./selector-matches-template.ts";
import { serviceAccountExists } from "./service-account-exists.ts";
import { serviceSelectsPods } from "./service-selects-pods.ts";
import { serviceTargetPortExists } from "./service-target-port-exists.ts";
import { singletonStaysSingle } from "./singleton-stays-single.ts";
import { statefulsetHeadlessService } from "./statefulset-headless-service.ts";
import { uniqueHostPath } from "./unique-host-path.ts";
import { validLabels } from "./valid-labels.ts";
import { validRecoveryTarget } from "./valid-recovery-target.ts";
import { validResourceQuantities } from "./valid-resource-quantities.ts";
import { validRestartPolicy } from "./valid-restart-policy.ts";

/** Every rule of the pack, in the order of the handbook. */
export const rules: readonly Rule[] = [
  noLatestTag,
  requireImageDigest,
  noNeverReleasedDigest,
  allowedImageRegistries,
  noDeprecatedRegistry,
  requireRequestsAndLimits,
  validResourceQuantities,
  maxContainerResources,
  requireEphemeralStorageLimit,
  emptydirSizeLimit,
  requireLivenessProbe,
  requireReadinessProbe,
  probePortDeclared,
  validRestartPolicy,
  probesNotIdentical,
  noUnseenRelease,
  noBarePods,
  jobTtl,
  cronjobDeadline,
  ...podSecurityRules,
  readOnlyRootFilesystem,
  rollingUpdateStrategy,
  ...deliveryRules,
  noStaticReplicasWithHpa,
  hpaTargetExists,
  oneAutoscalerPerWorkload,
  hpaMinReplicas,
  hpaHasHeadroom,
  minReplicas,
  requireTopologySpread,
  requirePdb,
  pdbSelectsPods,
  pdbAllowsDisruption,
  pdbBelowHpaMin,
  serviceSelectsPods,
  serviceTargetPortExists,
  statefulsetHeadlessService,
  networkPolicySelectsPods,
  requireNetworkPolicy,
  defaultDenyNetworkPolicy,
  denyCloudMetadataEgress,
  noNodePort,
  noLoadBalancer,
  noExternalIps,
  noLocalhostExternalName,
  noPrivilegedPorts,
  requireTls,
  noWildcardHost,
  noDefaultBackend,
  uniqueHostPath,
  routeBackendExists,
  noIngressSnippets,
  namespaceRequiresQuota,
  monitorSelectsTarget,
  singletonStaysSingle,
  requirePostgresBackups,
  postgresHa,
  postgresHardening,
  postgresMonitored,
  validRecoveryTarget,
  requireLabels,
  namespacePsaRestricted,
  noDefaultNamespace,
  validLabels,
  selectorMatchesTemplate,
  noDeprecatedApis,
  noHostPathPv,
  allowedStorageClass,
  oneSystemPerDatabase,
  requireAlertRunbooks,
  noBroadSecretAccess,
  noWildcardRbac,
  noClusterAdminBinding,
  noAnonymousBinding,
  noPodExecRbac,
  noRbacEscalationVerbs,
  noWebhookConfigRbac,
  noCsrApprovalRbac,
  noNodesProxyRbac,
  noTokenCreateRbac,
  noDefaultServiceAccount,
  noAutomountSaToken,
  serviceAccountExists,
  noDeprecatedServiceAccountField,
  noLegacySaTokenSecret,
  noLiteralSecret,
  externalSecretsOnly,
  envReferencesExist,
  externalSecretStoreExists,
  noDuplicateEnv,
  ...advisoryRules,
];
