import { stackRule } from "../judging/stack-rule.ts";
import {
  configurationNamesOf,
  configurationReferencesOf,
  makersOf,
  perhapsMaking,
} from "../kubernetes/configuration-reference.ts";
import { allHold, someField } from "../kubernetes/field.ts";
import { namespaceOf } from "../kubernetes/manifest.ts";
import { podTemplateOf } from "../kubernetes/pod-template.ts";

/** The cluster writes it into every namespace. */
const everywhere = "kube-root-ca.crt";

export const envReferencesExist = stackRule({
  name: "env-references-exist",
  displayName: "Configuration of pods exists",
  description:
    "Every Secret and ConfigMap that a pod can't start without is declared in its namespace, or made there by an ExternalSecret, a Certificate or a Postgres cluster.",
  severity: "medium",
  tags: ["configuration", "SRE"],
  why: "A pod waits for what is missing as long as it lasts, and the update stands still with it.",
  fix: "declare it in the pod's namespace, or correct its name.",
  remediation: [
    "Compare the name with those of the Secrets, ExternalSecrets and ConfigMaps in the same namespace.",
    "Declare what is missing; for a secret, as an ExternalSecret.",
    "What the program can do without is optional: true.",
  ],
  concerns: (manifest) => podTemplateOf(manifest)?.spec.isSet === true,
  checks: [
    (workload, _report, stack, { attempt }, reportMissing) => {
      const template = podTemplateOf(workload);
      const namespace = namespaceOf(workload);
      for (const { kind, name } of template ? configurationReferencesOf(template, attempt) : []) {
        attempt(() => {
          const isThere =
            name.value === everywhere ||
            someField(perhapsMaking(kind, name.value, stack), (each) =>
              allHold(
                () => configurationNamesOf(each, kind).includes(name.value),
                () => namespaceOf(each) === namespace,
              ),
            );
          if (!isThere) {
            reportMissing(name, `names a ${kind} that nothing in the stack makes in this namespace`, {
              namespaces: [namespace],
              others: makersOf(kind, stack),
              isMisplaced: () =>
                someField(perhapsMaking(kind, name.value, stack), (each) =>
                  configurationNamesOf(each, kind).includes(name.value),
                ),
            });
          }
        });
      }
    },
  ],
});
