import type { StackManifest } from "../judging/rule.ts";
import { namedTextsParameter } from "../judging/settings.ts";
import { stackRule } from "../judging/stack-rule.ts";
import {
  configurationNamesOf,
  configurationReferencesOf,
  declaredKeysOf,
  makersOf,
  perhapsMaking,
} from "../kubernetes/configuration-reference.ts";
import { allHold, findField, someField } from "../kubernetes/field.ts";
import { namespaceOf } from "../kubernetes/manifest.ts";
import { podTemplateOf } from "../kubernetes/pod-template.ts";
import { ofKind } from "../kubernetes/stack-search.ts";

const secretMakers = "secretMakers";

/** The cluster writes it into every namespace. */
const everywhere = "kube-root-ca.crt";

export const envReferencesExist = stackRule({
  name: "env-references-exist",
  displayName: "Configuration of pods exists",
  description:
    "Every Secret and ConfigMap that a pod can't start without is declared in its namespace, or made there by an ExternalSecret, a Certificate or another operator's kind, with the key that a variable names.",
  severity: "medium",
  tags: ["configuration", "SRE"],
  why: "A pod waits for what is missing as long as it lasts, and the update stands still with it.",
  fix: "declare it in the pod's namespace, or correct its name.",
  remediation: [
    "Compare the name with those of the Secrets, ExternalSecrets and ConfigMaps in the same namespace.",
    "Declare what is missing; for a secret, as an ExternalSecret.",
    "Where an operator's own kind makes the Secret, name the kind in secretMakers.",
    "What the program can do without is optional: true.",
  ],
  parameters: {
    [secretMakers]: namedTextsParameter(
      "Operators' kinds that make a Secret, each as group and kind, with where in an object the Secret's name stands. It takes the place of the default.",
      {
        "kafka.strimzi.io/KafkaUser": "metadata.name",
        "onepassword.com/OnePasswordItem": "metadata.name",
        "secretgenerator.mittwald.de/StringSecret": "metadata.name",
        "secrets.hashicorp.com/VaultDynamicSecret": "spec.destination.name",
        "secrets.hashicorp.com/VaultPKISecret": "spec.destination.name",
        "secrets.hashicorp.com/VaultStaticSecret": "spec.destination.name",
        "secrets.infisical.com/InfisicalSecret": "spec.managedSecretReference.secretName",
      },
    ),
  },
  concerns: (manifest) => podTemplateOf(manifest)?.spec.isSet === true,
  checks: [
    (workload, report, stack, { attempt, settings }, reportMissing) => {
      const template = podTemplateOf(workload);
      const namespace = namespaceOf(workload);
      for (const { kind, name, key } of template ? configurationReferencesOf(template, attempt) : []) {
        attempt(() => {
          if (name.value === everywhere) return;
          const source = findField(perhapsMaking(kind, name.value, stack), (each) =>
            allHold(
              () => configurationNamesOf(each, kind).includes(name.value),
              () => namespaceOf(each) === namespace,
            ),
          );
          const keys = source && declaredKeysOf(source);
          if (keys !== undefined && key !== undefined && !keys.includes(String(key.value)))
            report(key, `is no key of the ${kind}`, `name a key that the ${kind} has, or add it there.`);
          if (source !== undefined) return;
          const makers = kind === "Secret" ? settings.namedTexts(secretMakers) : {};
          if (isMadeByOperator(name.value, namespace, makers, stack)) return;
          reportMissing(name, `names a ${kind} that nothing in the stack makes in this namespace`, {
            namespaces: [namespace],
            others: makersOf(kind, stack),
            isMisplaced: () =>
              someField(perhapsMaking(kind, name.value, stack), (each) =>
                configurationNamesOf(each, kind).includes(name.value),
              ),
          });
        });
      }
    },
  ],
});

/** @param makers Where a kind names its Secret, as words with dots between them. */
const isMadeByOperator = (
  name: unknown,
  namespace: string,
  makers: Readonly<Record<string, string>>,
  stack: readonly StackManifest[],
): boolean =>
  Object.entries(makers).some(([kind, path]) =>
    someField(ofKind(stack, kind), (each) =>
      allHold(
        () => each.root.at(...path.split(".")).value === name,
        () => namespaceOf(each) === namespace,
      ),
    ),
  );
