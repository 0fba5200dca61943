/**
 * A row of the catalogue of Kubernetes checks that other tools make too (kube-linter, kube-score, Polaris, Kubescape, Checkov,
 * Kyverno, Gatekeeper, the Pod Security Standards), and what of ours holds it.
 */
export interface CatalogueRow {
  readonly row: number;
  /** What the catalogue calls it. */
  readonly check: string;
  /** What a strict pack for production makes of it; an optional one is another tool's work. */
  readonly mark: "mandatory" | "advisory" | "optional";
  /** The rules of this pack, by name. */
  readonly rules: readonly string[];
  /** Where no rule of its own holds it: the file that does, from the repository's root. */
  readonly heldBy?: string;
}

type Row = (row: number, check: string, ...rules: readonly string[]) => CatalogueRow;

/** A row of one mark, that is held by the rule of its own name where no other is given. */
const marked =
  (mark: CatalogueRow["mark"]): Row =>
  (row, check, ...rules) => ({ row, check, mark, rules: rules.length === 0 ? [check] : rules });

const mandatory = marked("mandatory");
const advisory = marked("advisory");
const optional = (row: number, check: string): CatalogueRow => ({ row, check, mark: "optional", rules: [] });

/** The rows whose break the catalogue calls critical: in a protected stack nothing is exempted from what holds them. */
export const criticalRows: readonly number[] = [56, 63, 65, 92, 96, 102, 104, 146, 152, 154];

/** Every row, in the catalogue's order. */
export const catalogueRows: readonly CatalogueRow[] = [
  // Images
  mandatory(1, "no-latest-tag"),
  mandatory(2, "require-image-digest"),
  mandatory(3, "allowed-image-registries"),
  mandatory(4, "no-deprecated-registry"),
  advisory(5, "image-pull-policy-matches-reference"),
  optional(6, "require-image-signature"),
  optional(7, "no-vulnerable-images"),
  optional(8, "require-image-pull-secret"),
  optional(9, "allowed-base-images"),
  advisory(10, "no-forbidden-workloads"),
  // Resources
  mandatory(11, "require-cpu-request", "require-requests-and-limits"),
  mandatory(12, "require-memory-request", "require-requests-and-limits"),
  mandatory(13, "require-memory-limit", "require-requests-and-limits"),
  mandatory(14, "require-cpu-limit", "require-requests-and-limits"),
  mandatory(15, "valid-resource-quantities"),
  advisory(16, "memory-request-equals-limit"),
  optional(17, "require-guaranteed-qos"),
  advisory(18, "limit-request-ratio"),
  mandatory(19, "max-container-resources"),
  mandatory(20, "require-ephemeral-storage-limit"),
  optional(21, "ephemeral-request-equals-limit"),
  mandatory(22, "emptydir-size-limit"),
  optional(23, "max-containers-per-pod"),
  mandatory(24, "namespace-requires-quota"),
  // Probes and lifecycle
  mandatory(25, "require-readiness-probe"),
  mandatory(26, "require-liveness-probe"),
  advisory(27, "require-startup-probe"),
  mandatory(28, "probes-not-identical"),
  mandatory(29, "probe-port-declared"),
  advisory(30, "no-exec-probe-commands"),
  mandatory(31, "no-host-in-probes"),
  advisory(32, "graceful-termination"),
  mandatory(33, "rolling-update-strategy"),
  mandatory(34, "valid-restart-policy"),
  // Availability
  mandatory(35, "min-replicas"),
  mandatory(36, "no-static-replicas-with-hpa"),
  mandatory(37, "hpa-min-replicas"),
  mandatory(38, "hpa-has-headroom"),
  mandatory(39, "hpa-target-exists"),
  mandatory(40, "one-autoscaler-per-workload"),
  mandatory(41, "require-pdb"),
  mandatory(42, "pdb-allows-disruption"),
  mandatory(43, "pdb-below-hpa-min"),
  advisory(44, "pdb-unhealthy-eviction-policy"),
  mandatory(45, "pdb-selects-pods"),
  mandatory(46, "require-pod-anti-affinity", "require-topology-spread"),
  mandatory(47, "require-topology-spread"),
  advisory(48, "no-node-pinning"),
  advisory(49, "require-priority-class"),
  mandatory(50, "no-bare-pods"),
  mandatory(51, "statefulset-headless-service"),
  mandatory(52, "job-ttl"),
  mandatory(53, "cronjob-deadline"),
  advisory(54, "job-bounded-runtime"),
  advisory(55, "cronjob-concurrency-policy"),
  // Pod Security baseline
  mandatory(56, "no-privileged-containers"),
  mandatory(57, "no-host-pid"),
  mandatory(58, "no-host-ipc"),
  mandatory(59, "no-host-network"),
  mandatory(60, "no-host-ports"),
  mandatory(61, "no-host-path-volumes"),
  mandatory(62, "no-writable-host-mount", "no-host-path-volumes"),
  mandatory(63, "no-runtime-socket", "no-host-path-volumes", "restrict-volume-types"),
  mandatory(64, "no-added-capabilities"),
  mandatory(65, "no-dangerous-capabilities", "no-added-capabilities"),
  mandatory(66, "default-proc-mount"),
  mandatory(67, "no-selinux-override"),
  mandatory(68, "no-unconfined-apparmor"),
  mandatory(69, "no-unconfined-seccomp"),
  mandatory(70, "safe-sysctls-only"),
  mandatory(71, "no-host-process"),
  // Pod Security restricted and hardening
  mandatory(72, "no-privilege-escalation"),
  mandatory(73, "require-run-as-non-root"),
  mandatory(74, "no-run-as-root-user"),
  advisory(75, "require-high-uid"),
  advisory(76, "require-non-root-groups"),
  mandatory(77, "require-drop-all-capabilities"),
  mandatory(78, "require-seccomp-profile"),
  mandatory(79, "restrict-volume-types"),
  mandatory(80, "read-only-root-filesystem"),
  mandatory(
    81,
    "require-security-context",
    "require-run-as-non-root",
    "require-seccomp-profile",
    "no-privilege-escalation",
  ),
  advisory(82, "no-interactive-tty"),
  advisory(83, "no-sudo-entrypoint"),
  optional(84, "require-runtime-class"),
  advisory(85, "no-shared-process-namespace"),
  // Service accounts and RBAC
  mandatory(86, "no-default-service-account"),
  mandatory(87, "no-automount-sa-token"),
  mandatory(88, "service-account-exists"),
  mandatory(89, "no-deprecated-service-account-field"),
  mandatory(90, "no-legacy-sa-token-secret"),
  mandatory(91, "no-wildcard-rbac"),
  mandatory(92, "no-cluster-admin-binding"),
  mandatory(93, "no-broad-secret-access"),
  advisory(94, "no-pod-create-rbac"),
  mandatory(95, "no-pod-exec-rbac"),
  mandatory(96, "no-rbac-escalation-verbs"),
  mandatory(97, "no-webhook-config-rbac"),
  mandatory(98, "no-csr-approval-rbac"),
  mandatory(99, "no-nodes-proxy-rbac"),
  mandatory(100, "no-token-create-rbac"),
  advisory(101, "no-broad-delete-rbac"),
  mandatory(102, "no-anonymous-binding"),
  advisory(103, "no-endpoint-edit-rbac"),
  // Secrets and configuration
  mandatory(104, "no-plaintext-secret-env", "no-literal-secret"),
  advisory(105, "prefer-secret-files"),
  mandatory(106, "no-secrets-in-configmaps", "no-literal-secret"),
  mandatory(107, "external-secrets-only"),
  mandatory(108, "env-references-exist"),
  mandatory(109, "no-duplicate-env"),
  // Networking
  mandatory(110, "require-network-policy"),
  mandatory(111, "default-deny-network-policy"),
  mandatory(112, "deny-cloud-metadata-egress"),
  mandatory(113, "network-policy-selects-pods"),
  advisory(114, "network-policy-peer-exists"),
  mandatory(115, "no-node-port"),
  mandatory(116, "no-load-balancer"),
  mandatory(117, "no-external-ips"),
  mandatory(118, "service-selects-pods"),
  mandatory(119, "service-target-port-exists"),
  advisory(120, "unique-service-selector"),
  mandatory(121, "no-privileged-ports"),
  advisory(122, "container-ports-valid"),
  mandatory(123, "require-tls"),
  mandatory(124, "no-wildcard-host"),
  mandatory(125, "no-default-backend"),
  mandatory(126, "unique-host-path"),
  advisory(127, "allowed-ingress-class"),
  mandatory(128, "route-backend-exists"),
  mandatory(129, "no-ingress-snippets"),
  mandatory(130, "monitor-selects-target"),
  mandatory(131, "no-localhost-external-name"),
  optional(132, "dns-config"),
  // Namespaces, metadata, API, storage
  mandatory(133, "no-default-namespace"),
  mandatory(134, "namespace-psa-restricted"),
  mandatory(135, "require-labels"),
  advisory(136, "require-annotations"),
  mandatory(137, "valid-labels"),
  mandatory(138, "selector-matches-template"),
  mandatory(139, "no-deprecated-apis"),
  {
    row: 140,
    check: "schema-valid",
    mark: "mandatory",
    rules: [],
    heldBy: "tests/e2e/contract.cluster.test.ts",
  },
  mandatory(141, "allowed-storage-class"),
  mandatory(142, "no-host-path-pv"),
  advisory(143, "encrypted-storage"),
  advisory(144, "volume-backup-policy"),
  advisory(145, "allowed-certificate-issuer"),
  // Custom resources (no linter covers these; own checks)
  {
    row: 146,
    check: "all W policies",
    mark: "mandatory",
    rules: [],
    heldBy: "tests/policies/container-rules.test.ts",
  },
  mandatory(147, "canary-steps-monotonic"),
  mandatory(148, "canary-requires-analysis"),
  mandatory(149, "analysis-template-safe"),
  mandatory(150, "rollout-no-endless-pause"),
  mandatory(151, "postgres-ha"),
  mandatory(152, "postgres-requires-pitr", "require-postgres-backups"),
  mandatory(153, "no-intree-barman", "require-postgres-backups"),
  mandatory(154, "restore-server-name-unique", "require-postgres-backups"),
  mandatory(155, "valid-recovery-target"),
  mandatory(156, "postgres-hardening", "postgres-hardening", "allowed-storage-class"),
  mandatory(157, "postgres-monitored"),
  mandatory(158, "valid-backup-schedule", "require-postgres-backups"),
  mandatory(159, "alert-rules-complete", "require-alert-runbooks"),
  advisory(160, "service-requires-slo"),
  mandatory(161, "external-secret-store-exists"),
  advisory(162, "keda-scaledobject-safe"),
];
