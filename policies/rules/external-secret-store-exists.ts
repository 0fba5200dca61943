import { stateOf } from "../judging/message.ts";
import { textsParameter } from "../judging/settings.ts";
import { stackRule } from "../judging/stack-rule.ts";
import { someField } from "../kubernetes/field.ts";
import { kindKey } from "../kubernetes/kind.ts";
import { isNamed, namespaceOf } from "../kubernetes/manifest.ts";
import { missingOfKind } from "../kubernetes/ownership.ts";
import { ofKind } from "../kubernetes/stack-search.ts";

const clusterStores = "clusterStores";
const group = "external-secrets.io";

export const externalSecretStoreExists = stackRule({
  name: "external-secret-store-exists",
  displayName: "Secrets come from a store that exists",
  description:
    "Every ExternalSecret names a store of the stack, or one that the cluster has, and says how often it is read again.",
  severity: "medium",
  tags: ["secrets", "SRE"],
  why: "Without its store no Secret is made, and the pods that need it wait.",
  fix: "name the store in spec.secretStoreRef, and set spec.refreshInterval.",
  remediation: [
    "Compare secretStoreRef's kind and name with those of the stores. A SecretStore is in the ExternalSecret's own namespace.",
    "A ClusterSecretStore that others keep is named in the stack's policy configuration.",
    "Set refreshInterval: 1h for what changes in the store, and 0s where each version is an entry of its own.",
  ],
  parameters: {
    [clusterStores]: textsParameter("The names of the ClusterSecretStores that the cluster has.", []),
  },
  concerns: ({ kind }) => kindKey(kind) === `${group}/ExternalSecret`,
  checks: [
    (secret, report, stack, { settings }, reportMissing) => {
      const reference = secret.root.at("spec", "secretStoreRef");
      const { value: name } = reference.at("name");
      const isOfCluster = reference.at("kind").value === "ClusterSecretStore";
      const kind = isOfCluster ? "ClusterSecretStore" : "SecretStore";
      if (typeof name !== "string" || name === "") {
        report(reference.at("name"), stateOf(reference.at("name")));
        return;
      }
      const known = settings.texts(clusterStores);
      const isThere =
        (isOfCluster && known.includes(name)) ||
        someField(ofKind(stack, `${group}/${kind}`), (store) =>
          isOfCluster
            ? store.root.at("metadata", "name").value === name
            : isNamed(store, { namespace: namespaceOf(secret), name }),
        );
      if (!isThere) {
        const problem = `names a ${kind} that neither the stack nor its configuration knows`;
        if (isOfCluster && known.length > 0) report(reference.at("name"), problem);
        else {
          const missing = missingOfKind(`${group}/${kind}`, name, namespaceOf(secret), stack);
          reportMissing(reference.at("name"), problem, {
            ...missing,
            ...(isOfCluster && { namespaces: "any" as const }),
          });
        }
      }
    },
    ({ root }, report) => {
      const interval = root.at("spec", "refreshInterval");
      if (!interval.isSet) {
        report(interval, "is not set");
      }
    },
  ],
});
