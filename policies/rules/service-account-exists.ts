import { stackRule } from "../judging/stack-rule.ts";
import { someField } from "../kubernetes/field.ts";
import { isNamed, namespaceOf } from "../kubernetes/manifest.ts";
import { missingOfKind } from "../kubernetes/ownership.ts";
import { podTemplateOf } from "../kubernetes/pod-template.ts";
import { accountOf, isDefault, SERVICE_ACCOUNT, serviceAccountsIn } from "../kubernetes/service-account.ts";
import { perhapsNamed } from "../kubernetes/stack-search.ts";

export const serviceAccountExists = stackRule({
  name: "service-account-exists",
  displayName: "Accounts of pods exist",
  description: "Every ServiceAccount that a pod names is declared in the stack, in the pod's namespace.",
  severity: "medium",
  tags: ["RBAC", "SRE"],
  why: "No pod is made while its account is missing, and only the controller's events say why.",
  fix: "declare the ServiceAccount in the pod's namespace, or correct its name.",
  remediation: [
    "Compare serviceAccountName with the names of the ServiceAccounts in the same namespace.",
    "Declare the account with automountServiceAccountToken: false.",
  ],
  concerns: (manifest) => podTemplateOf(manifest)?.spec.isSet === true,
  checks: [
    (workload, _report, stack, _inspection, reportMissing) => {
      const template = podTemplateOf(workload);
      const account = template && accountOf(template);
      if (account === undefined || isDefault(account)) {
        return;
      }
      const namespace = namespaceOf(workload);
      const name = String(account.value);
      if (
        !someField(perhapsNamed(serviceAccountsIn(stack), { namespace, name }), (each) =>
          isNamed(each, { namespace, name }),
        )
      ) {
        reportMissing(
          account,
          "names a ServiceAccount that the stack doesn't declare in this namespace",
          missingOfKind(SERVICE_ACCOUNT, name, namespace, stack),
        );
      }
    },
  ],
});
