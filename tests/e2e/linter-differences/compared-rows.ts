import type { Tool } from "../external-linters/judgement.ts";

/** A row of the catalogue of checks that a linter and the pack both have. */
export interface SharedRow {
  readonly tool: Tool;
  readonly rule: string;
  /** The pack's rules that ask the same, all of them together. */
  readonly policies: readonly string[];
  /** The field that it is about, where a rule of the pack is about several. */
  readonly field?: RegExp;
  /** The only kind that the linter's rule is about, where it is about one. */
  readonly kind?: string;
}

const row =
  (tool: Tool) =>
  (rule: string, policies: string, narrower: Pick<SharedRow, "field" | "kind"> = {}): SharedRow => ({
    tool,
    rule,
    policies: policies.split(" "),
    ...narrower,
  });
const kubeScore = row("kube-score");
const checkov = row("checkov");

/**
 * Those that both can judge by a workload alone. What asks for a Service, a budget or a policy beside it is judged by both on
 * the rendered stacks.
 */
export const sharedRows: readonly SharedRow[] = [
  kubeScore("container-image-tag", "no-latest-tag"),
  kubeScore("container-resources", "require-requests-and-limits"),
  kubeScore("container-ephemeral-storage-request-and-limit", "require-ephemeral-storage-limit"),
  kubeScore("container-security-context-privileged", "no-privileged-containers"),
  kubeScore("container-security-context-readonlyrootfilesystem", "read-only-root-filesystem"),
  kubeScore("container-seccomp-profile", "require-seccomp-profile"),
  kubeScore("environment-variable-key-duplication", "no-duplicate-env"),
  kubeScore("pod-probes-identical", "probes-not-identical"),
  kubeScore("label-values", "valid-labels"),
  kubeScore("cronjob-has-deadline", "cronjob-deadline"),
  kubeScore("cronjob-restartpolicy", "valid-restart-policy", { kind: "CronJob" }),
  ...["Deployment", "StatefulSet"].map((kind) =>
    kubeScore(
      `${kind.toLowerCase()}-pod-selector-labels-match-template-metadata-labels`,
      "selector-matches-template",
      { kind },
    ),
  ),
  checkov("CKV_K8S_8", "require-liveness-probe"),
  checkov("CKV_K8S_9", "require-readiness-probe"),
  checkov("CKV_K8S_10", "require-requests-and-limits", { field: /requests\.cpu/ }),
  checkov("CKV_K8S_11", "require-requests-and-limits", { field: /limits\.cpu/ }),
  checkov("CKV_K8S_12", "require-requests-and-limits", { field: /requests\.memory/ }),
  checkov("CKV_K8S_13", "require-requests-and-limits", { field: /limits\.memory/ }),
  checkov("CKV_K8S_14", "no-latest-tag"),
  checkov("CKV_K8S_16", "no-privileged-containers"),
  checkov("CKV_K8S_17", "no-host-pid"),
  checkov("CKV_K8S_18", "no-host-ipc"),
  checkov("CKV_K8S_19", "no-host-network"),
  checkov("CKV_K8S_20", "no-privilege-escalation"),
  checkov("CKV_K8S_21", "no-default-namespace"),
  checkov("CKV_K8S_22", "read-only-root-filesystem"),
  checkov("CKV_K8S_23", "require-run-as-non-root no-run-as-root-user"),
  checkov("CKV_K8S_25", "no-added-capabilities"),
  checkov("CKV_K8S_26", "no-host-ports"),
  checkov("CKV_K8S_27", "no-host-path-volumes"),
  checkov("CKV_K8S_28", "require-drop-all-capabilities"),
  checkov("CKV_K8S_31", "require-seccomp-profile"),
  checkov("CKV_K8S_37", "require-drop-all-capabilities"),
  checkov("CKV_K8S_38", "no-automount-sa-token"),
  checkov("CKV_K8S_39", "no-added-capabilities"),
  checkov("CKV_K8S_43", "require-image-digest"),
];
