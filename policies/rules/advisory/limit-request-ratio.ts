import { containerRule, type ContainerCheck } from "../../judging/container-rule.ts";
import { wholeNumberForm } from "../../judging/parameter-forms.ts";
import { textParameter } from "../../judging/settings.ts";
import { quantityOf } from "../../kubernetes/quantity.ts";

export const limitRequestRatio = containerRule({
  name: "limit-request-ratio",
  displayName: "Nodes are not promised many times over",
  description: "No container's limit is more than a few times its request.",
  severity: "low",
  level: "advisory",
  tags: ["resources", "SRE"],
  why: "Pods are placed by their requests: where all use what their limits allow, the node has many times less than they need.",
  fix: "raise the request, or lower the limit.",
  remediation: [
    "Look at what the container used in the last weeks, and request that.",
    "Where its use truly jumps, raise the ratio in the stack's policy configuration.",
  ],
  parameters: {
    cpu: textParameter(
      "How many times its request a container's limit for CPU may be.",
      "10",
      wholeNumberForm,
    ),
    memory: textParameter(
      "How many times its request a container's limit for memory may be.",
      "2",
      wholeNumberForm,
    ),
  },
  checks: [ratioCheck("cpu"), ratioCheck("memory")],
});

function ratioCheck(resource: "cpu" | "memory"): ContainerCheck {
  return ({ root }, report, { settings }) => {
    const times = settings.text(resource);
    if (!/^[1-9]\d{0,5}$/.test(times))
      throw new Error(
        `limit-request-ratio: ${resource} must be a whole number such as 4. Correct it in the policy configuration.`,
      );
    const limit = root.at("resources", "limits", resource);
    const most = quantityOf(limit.value);
    const request = quantityOf(root.at("resources", "requests", resource).value);
    if (most !== undefined && request !== undefined && request > 0n && most > request * BigInt(times))
      report(limit, `is ${String(limit.value)}, more than ${times} times the request`);
  };
}
