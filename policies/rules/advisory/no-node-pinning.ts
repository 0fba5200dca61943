import { podRule } from "../../judging/pod-rule.ts";

const HOSTNAME = "kubernetes.io/hostname";
const controlPlane = ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"];

export const noNodePinning = podRule({
  name: "no-node-pinning",
  displayName: "Pods may run on any node",
  description: "No pod names its node, tolerates every taint, or goes to the control plane's nodes.",
  severity: "low",
  level: "advisory",
  tags: ["scheduling", "SRE"],
  why: "A pod that names its node goes down with it, and one on the control plane's nodes can take the cluster along.",
  fix: "remove nodeName and the selector by hostname, and name the taint that is tolerated.",
  remediation: [
    "Remove spec.nodeName and kubernetes.io/hostname from spec.nodeSelector.",
    "Choose nodes by a label of a group of them, or by affinity.",
    "Give each toleration a key, and none of the control plane's.",
  ],
  podChecks: [
    ({ spec }, report) => {
      if (spec.at("nodeName").isSet) report(spec.at("nodeName"), "is set");
    },
    ({ spec }, report) => {
      const host = spec.at("nodeSelector", HOSTNAME);
      if (host.isSet) report(host, "is set, which means one node");
    },
    ({ spec }, report, { attempt }) => {
      for (const toleration of spec.at("tolerations").items()) {
        attempt(() => {
          const { value: key } = toleration.at("key");
          if (key === undefined || key === null || key === "")
            report(toleration, "has no key, which means every taint");
          else if (typeof key === "string" && controlPlane.includes(key))
            report(toleration.at("key"), "is the control plane's");
        });
      }
    },
  ],
});
