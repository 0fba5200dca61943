import { manifestRule } from "../judging/manifest-rule.ts";
import { isService } from "../kubernetes/service.ts";

export const noNodePort = manifestRule({
  name: "no-node-port",
  displayName: "No port of every node",
  description: "No Service is of the type NodePort, and none names a nodePort.",
  severity: "medium",
  tags: ["network", "NSA"],
  why: "It opens a port of every node to whoever reaches a node, past the gateway with its TLS and its limits.",
  fix: "set type ClusterIP, and publish it by a route of the gateway.",
  remediation: [
    "Set spec.type: ClusterIP and remove nodePort from the ports.",
    "For what is public, write an HTTPRoute that leads to the Service.",
  ],
  concerns: isService,
  judgesParts: true,
  checks: [
    ({ root }, report) => {
      if (root.at("spec", "type").value === "NodePort") {
        report(root.at("spec", "type"), "is NodePort");
      }
    },
    ({ root }, report, { attempt }) => {
      for (const port of root.at("spec", "ports").items()) {
        attempt(() => {
          if (port.at("nodePort").isSet && port.at("nodePort").value !== 0) {
            report(port.at("nodePort"), "is set");
          }
        });
      }
    },
  ],
});
