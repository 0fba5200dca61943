import { stackRule } from "../judging/stack-rule.ts";
import { someField } from "../kubernetes/field.ts";
import { kindKey } from "../kubernetes/kind.ts";
import { identityOf, namespaceOf } from "../kubernetes/manifest.ts";
import { ofKind, perhapsIn } from "../kubernetes/stack-search.ts";

export const namespaceRequiresQuota = stackRule({
  name: "namespace-requires-quota",
  displayName: "Namespaces have bounds",
  description: "Every namespace has a ResourceQuota and a LimitRange.",
  severity: "medium",
  tags: ["resources", "cost", "NSA"],
  why: "Without them one namespace can take the whole cluster, and a pod that states nothing is bounded by nothing.",
  fix: "write both in the namespace.",
  remediation: [
    "Write a ResourceQuota with the most CPU, memory, storage and pods that the namespace may have.",
    "Write a LimitRange with defaults for containers that state nothing.",
  ],
  concerns: ({ kind }) => kindKey(kind) === "core/Namespace",
  checks: ["ResourceQuota", "LimitRange"].map((kind) => (namespace, report, stack) => {
    const { name } = identityOf(namespace);
    const bounds = perhapsIn(ofKind(stack, `core/${kind}`), name);
    if (!someField(bounds, (bound) => namespaceOf(bound) === name)) {
      report(namespace.root.at("metadata", "name"), `has no ${kind}`);
    }
  }),
});
