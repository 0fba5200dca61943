import { manifestRule } from "../judging/manifest-rule.ts";
import { isIngress } from "../kubernetes/route.ts";

const snippet = /^[a-z0-9.-]+\/(?:[a-z-]+-)?snippets?$/;

export const noIngressSnippets = manifestRule({
  name: "no-ingress-snippets",
  displayName: "No configuration of the controller in an Ingress",
  description: "No Ingress carries an annotation with a piece of the controller's configuration.",
  severity: "high",
  tags: ["network", "supply-chain"],
  why: "The controller runs it as its own, with the secrets of all namespaces (CVE-2021-25742); its project has ended besides.",
  fix: "remove the annotation, and move to routes of the Gateway API.",
  remediation: [
    "Say what the snippet does by fields: headers, redirects and rewrites are filters of an HTTPRoute.",
    "Move from ingress-nginx, which gets no fixes any more, to a gateway that is kept up.",
  ],
  concerns: isIngress,
  judgesParts: true,
  checks: [
    ({ root }, report) => {
      for (const [name, annotation] of root.at("metadata", "annotations").entries()) {
        if (snippet.test(name)) {
          report(annotation, "is a piece of the controller's configuration");
        }
      }
    },
  ],
});
