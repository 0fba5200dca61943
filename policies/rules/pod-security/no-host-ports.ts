import { containerRule } from "../../judging/container-rule.ts";
import { podSecurityStandard } from "../../judging/frameworks.ts";
import { stateOf } from "../../judging/message.ts";

export const noHostPorts = containerRule({
  name: "no-host-ports",
  displayName: "No host ports",
  description: "No container takes a port of its node.",
  severity: "medium",
  tags: ["pod-security", "PSS", "NSA", "CIS"],
  framework: podSecurityStandard("baseline", "hostPorts"),
  why: "A node's port is open to whatever reaches the node, past every Service, and only one pod can have it.",
  fix: "remove hostPort and publish the port by a Service.",
  remediation: [
    "Remove hostPort from the container's ports; containerPort stays.",
    "Give the pods a Service, and a route where they are to be reached from outside.",
  ],
  checks: [
    ({ root }, report, inspection) => {
      for (const port of root.at("ports").items()) {
        inspection.attempt(() => {
          const field = port.at("hostPort");
          if (field.isSet && field.value !== 0) {
            report(field, stateOf(field));
          }
        });
      }
    },
  ],
});
