import { manifestRule } from "../judging/manifest-rule.ts";
import { isClusterWide } from "../kubernetes/scope.ts";
import { shownName } from "../kubernetes/shown-text.ts";

const ofCluster = /^(?:default|kube-.*)$/;

export const noDefaultNamespace = manifestRule({
  name: "no-default-namespace",
  displayName: "Everything is in a namespace of its own",
  description:
    "Every object that can be in a namespace names one, other than default and those of the cluster.",
  severity: "medium",
  tags: ["metadata", "NSA", "CIS"],
  why: "In default and in kube-* there are no quotas, no policies and no bounds of ours, and everybody's things lie side by side.",
  fix: "name the system's namespace in metadata.namespace.",
  remediation: [
    "Set metadata.namespace to the namespace of the system that it belongs to.",
    "Leave default, kube-system, kube-public and kube-node-lease to the cluster.",
  ],
  concerns: ({ kind }) => !isClusterWide(kind),
  checks: [
    ({ root }, report) => {
      const namespace = root.at("metadata", "namespace");
      const { value } = namespace;
      if (!namespace.isSet || value === "") {
        report(namespace, "is not set, which means default");
      } else if (typeof value === "string" && ofCluster.test(value)) {
        report(namespace, `is ${shownName(value) ?? "one of the cluster's"}`);
      }
    },
  ],
});
