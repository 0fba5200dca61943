import { PolicyPack } from "@pulumi/policy";
import { runtime } from "@pulumi/pulumi";
import { policiesOf } from "./judging/policy.ts";
import { rules } from "./rules/catalogue.ts";

new PolicyPack("slipway", {
  displayName: "Slipway",
  description: "Rejects Kubernetes resources that should never ship.",
  provider: "kubernetes",
  tags: ["kubernetes"],
  enforcementLevel: "mandatory",
  policies: policiesOf(rules, { isDryRun: () => runtime.isDryRun() }),
});
