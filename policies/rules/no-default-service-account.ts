import { manifestRule } from "../judging/manifest-rule.ts";
import { podRule } from "../judging/pod-rule.ts";
import type { Rule } from "../judging/rule.ts";
import { isRoleBinding } from "../kubernetes/role.ts";
import { accountOf, isDefault } from "../kubernetes/service-account.ts";

const text = {
  name: "no-default-service-account",
  displayName: "Pods have accounts of their own",
  description: "Every pod names a ServiceAccount other than default, and no binding is for default.",
  severity: "medium",
  tags: ["RBAC", "CIS"],
  why: "All pods of a namespace that name none share one account, so a right that one needs is had by all.",
  fix: "make a ServiceAccount for the workload and name it in serviceAccountName.",
  remediation: [
    "Write a ServiceAccount with automountServiceAccountToken: false, named as the workload.",
    "Set serviceAccountName in the pod's spec, and name that account in the bindings.",
  ],
} as const;

const ofPods = podRule({
  ...text,
  podChecks: [
    (template, report) => {
      const account = accountOf(template);
      if (isDefault(account)) {
        report(
          account,
          account.isSet ? "is the default account" : "is not set, which means the default account",
        );
      }
    },
  ],
});

const ofBindings = manifestRule({
  ...text,
  concerns: isRoleBinding,
  judgesParts: true,
  checks: [
    ({ root }, report, { attempt }) => {
      for (const subject of root.at("subjects").items()) {
        attempt(() => {
          if (subject.at("kind").value === "ServiceAccount" && subject.at("name").value === "default") {
            report(subject.at("name"), "is the default account");
          }
        });
      }
    },
  ],
});

export const noDefaultServiceAccount: Rule = {
  ...text,
  judgeResource(manifests, inspection) {
    ofPods.judgeResource?.(manifests, inspection);
    ofBindings.judgeResource?.(manifests, inspection);
  },
};
