import { manifestRule } from "../judging/manifest-rule.ts";
import { isService } from "../kubernetes/service.ts";

const localhost = /^(?:localhost(?:\.localdomain)?|127(?:\.\d+){3}|::1)\.?$/i;

export const noLocalhostExternalName = manifestRule({
  name: "no-localhost-external-name",
  displayName: "No Service leads back to its caller",
  description: "No Service is another name for localhost.",
  severity: "medium",
  tags: ["network"],
  why: "Its callers reach themselves, and a gateway that follows it opens its own administration to the world.",
  fix: "name the host that is meant in externalName.",
  remediation: [
    "Set spec.externalName to the other host's full name.",
    "For pods of the cluster, use a Service with a selector.",
  ],
  concerns: isService,
  judgesParts: true,
  checks: [
    ({ root }, report) => {
      const name = root.at("spec", "externalName");
      if (typeof name.value === "string" && localhost.test(name.value)) {
        report(name, "is localhost");
      }
    },
  ],
});
