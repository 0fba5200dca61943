import { podSecurityStandard } from "../../judging/frameworks.ts";
import { stateOf } from "../../judging/message.ts";
import { podRule } from "../../judging/pod-rule.ts";

export const noHostNetwork = podRule({
  name: "no-host-network",
  displayName: "No host network",
  description: "No pod uses the network of its node.",
  severity: "high",
  tags: ["pod-security", "PSS", "NSA", "CIS"],
  framework: podSecurityStandard("baseline", "hostNamespaces"),
  why: "The pod could listen on the node's ports, reach what is bound to localhost there, and escape every NetworkPolicy.",
  fix: "remove hostNetwork.",
  remediation: [
    "Remove hostNetwork, or set it to false.",
    "Publish what must be reached from outside by a Service and a route.",
  ],
  podChecks: [
    ({ spec }, report) => {
      const field = spec.at("hostNetwork");
      if (field.isSet && field.value !== false) {
        report(field, stateOf(field));
      }
    },
  ],
});
