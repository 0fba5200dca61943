import { containerRule } from "../../judging/container-rule.ts";
import { quantityOf } from "../../kubernetes/quantity.ts";

export const memoryRequestEqualsLimit = containerRule({
  name: "memory-request-equals-limit",
  displayName: "Memory is kept free for what may be used",
  description: "Every container that has a limit for memory requests as much.",
  severity: "medium",
  level: "advisory",
  tags: ["resources", "SRE"],
  why: "Memory above the request is lent: when the node runs short, whoever has borrowed is killed first.",
  fix: "set resources.requests.memory to resources.limits.memory.",
  remediation: [
    "Look at what the container used at most in the last weeks.",
    "Set its request and its limit for memory to that, with room to spare.",
  ],
  checks: [
    ({ root }, report) => {
      const resources = root.at("resources");
      const request = resources.at("requests", "memory");
      const size = quantityOf(request.value);
      const limit = quantityOf(resources.at("limits", "memory").value);
      if (size !== undefined && limit !== undefined && size < limit)
        report(request, `is ${String(request.value)}, below its limit`);
    },
  ],
});
