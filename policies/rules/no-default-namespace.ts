import { textsParameter } from "../judging/settings.ts";
import { stackRule } from "../judging/stack-rule.ts";
import { isClusterWide } from "../kubernetes/scope.ts";
import { shownName } from "../kubernetes/shown-text.ts";

const clusterKinds = "clusterKinds";
const ofCluster = /^(?:default|kube-.*)$/;

export const noDefaultNamespace = stackRule({
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
    "Where an operator's kind is in no namespace, name it in clusterKinds, as its group and kind.",
    "Leave default, kube-system, kube-public and kube-node-lease to the cluster.",
  ],
  parameters: {
    [clusterKinds]: textsParameter(
      "Operators' kinds that are in no namespace, and don't begin with Cluster: pkg.crossplane.io/Provider.",
      [],
    ),
  },
  concerns: ({ kind }, { settings }, stack) => !isClusterWide(kind, stack, settings.texts(clusterKinds)),
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
