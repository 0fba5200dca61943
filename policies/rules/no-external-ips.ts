import { manifestRule } from "../judging/manifest-rule.ts";
import { isService } from "../kubernetes/service.ts";

export const noExternalIps = manifestRule({
  name: "no-external-ips",
  displayName: "No Service takes an address",
  description: "No Service has externalIPs.",
  severity: "high",
  tags: ["network", "CIS"],
  why: "The nodes send it whatever goes to such an address, so that a Service can take another's traffic for itself (CVE-2020-8554).",
  fix: "remove spec.externalIPs.",
  remediation: [
    "Remove spec.externalIPs.",
    "For what is public, write an HTTPRoute that leads to the Service.",
  ],
  concerns: isService,
  judgesParts: true,
  checks: [
    ({ root }, report) => {
      const addresses = root.at("spec", "externalIPs");
      if (addresses.items().length > 0) {
        report(addresses, "is set");
      }
    },
  ],
});
