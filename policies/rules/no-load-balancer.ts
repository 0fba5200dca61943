import { manifestRule } from "../judging/manifest-rule.ts";
import { textsParameter } from "../judging/settings.ts";
import { namespaceOf } from "../kubernetes/manifest.ts";
import { isService } from "../kubernetes/service.ts";

const gatewayNamespaces = "gatewayNamespaces";

export const noLoadBalancer = manifestRule({
  name: "no-load-balancer",
  displayName: "One way in",
  description: "No Service is of the type LoadBalancer, but in the gateway's namespace.",
  severity: "medium",
  tags: ["network", "cost"],
  why: "It gets an address of the internet of its own, and no TLS, limit or log of the gateway's stands before it.",
  fix: "set type ClusterIP, and publish it by a route of the gateway.",
  remediation: [
    "Set spec.type: ClusterIP.",
    "For what is public, write an HTTPRoute that leads to the Service.",
    "If it is a gateway itself, name its namespace in the stack's policy configuration.",
  ],
  parameters: {
    [gatewayNamespaces]: textsParameter("The namespaces of gateways, which may have one.", []),
  },
  concerns: isService,
  judgesParts: true,
  checks: [
    (service, report, { settings }) => {
      const type = service.root.at("spec", "type");
      const isOne = type.value === "LoadBalancer";
      if (isOne && !settings.texts(gatewayNamespaces).includes(namespaceOf(service))) {
        report(type, "is LoadBalancer, outside the gateway's namespace");
      }
    },
  ],
});
