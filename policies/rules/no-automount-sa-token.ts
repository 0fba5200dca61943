import { manifestRule } from "../judging/manifest-rule.ts";
import { stateOf } from "../judging/message.ts";
import { podRule } from "../judging/pod-rule.ts";
import type { ReportField } from "../judging/report-field.ts";
import type { Rule } from "../judging/rule.ts";
import type { Field } from "../kubernetes/field.ts";
import { podTemplateOf } from "../kubernetes/pod-template.ts";
import { isServiceAccount } from "../kubernetes/service-account.ts";
import { setField } from "../kubernetes/set-field.ts";

const text = {
  name: "no-automount-sa-token",
  displayName: "No token that nobody asked for",
  description: "Every pod and every ServiceAccount says automountServiceAccountToken: false.",
  severity: "medium",
  tags: ["RBAC", "NSA", "CIS"],
  why: "Otherwise each container is given a login to the API server, and whoever breaks into one has it.",
  fix: "set automountServiceAccountToken: false.",
  remediation: [
    "Set automountServiceAccountToken: false on the ServiceAccount and in the pod's spec.",
    "A program that does talk to the API server asks for its token: a projected volume with serviceAccountToken and an expiry, mounted by that container alone.",
  ],
} as const;

function check(owner: Field, report: ReportField): void {
  const field = owner.at("automountServiceAccountToken");
  if (field.value !== false) {
    report(field, `${stateOf(field)} and must be false`);
  }
}

const ofPods = podRule({
  ...text,
  podChecks: [
    ({ spec }, report) => {
      check(spec, report);
    },
  ],
});

const ofAccounts = manifestRule({
  ...text,
  concerns: isServiceAccount,
  judgesParts: true,
  checks: [
    ({ root }, report) => {
      check(root, report);
    },
  ],
});

export const noAutomountSaToken: Rule = {
  ...text,
  judgeResource(manifests, inspection) {
    ofPods.judgeResource?.(manifests, inspection);
    ofAccounts.judgeResource?.(manifests, inspection);
  },
  remedy(manifest) {
    const owner = isServiceAccount(manifest) ? manifest.root : podTemplateOf(manifest)?.spec;
    return (
      owner?.isSet === true &&
      !owner.at("automountServiceAccountToken").isSet &&
      setField(owner, ["automountServiceAccountToken"], false)
    );
  },
};
