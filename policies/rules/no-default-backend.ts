import { manifestRule } from "../judging/manifest-rule.ts";
import { isIngress } from "../kubernetes/route.ts";

export const noDefaultBackend = manifestRule({
  name: "no-default-backend",
  displayName: "Nothing answers for all hosts",
  description: "No Ingress has a default backend.",
  severity: "high",
  tags: ["network"],
  why: "It gets every request that no rule matches, for all hosts that lead to the controller.",
  fix: "remove it, and write rules for the hosts that are meant.",
  remediation: [
    "Remove spec.defaultBackend.",
    "Write a rule with its host for what shall be served; the controller answers 404 to all else.",
  ],
  concerns: isIngress,
  judgesParts: true,
  checks: ["defaultBackend", "backend"].map((name) => ({ root }, report) => {
    if (root.at("spec", name).isSet) {
      report(root.at("spec", name), "is set");
    }
  }),
});
