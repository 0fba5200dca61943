import { containerRule } from "../judging/container-rule.ts";
import { podSecurityStandard } from "../judging/frameworks.ts";
import { stateOf } from "../judging/message.ts";
import { effectiveSecurity } from "../kubernetes/container.ts";

export const requireRunAsNonRoot = containerRule({
  name: "require-run-as-non-root",
  displayName: "Containers do not run as root",
  description: "Every container runs with runAsNonRoot: true, set on it or on its pod, and not as user 0.",
  severity: "high",
  tags: ["pod-security", "PSS", "NSA", "CIS"],
  framework: podSecurityStandard("runAsNonRoot, runAsUser"),
  why: "A process that breaks out of its container as root is root on the node.",
  fix: "set securityContext.runAsNonRoot to true and a runAsUser other than 0.",
  remediation: [
    "Make the image run as a numbered user of its own (USER 65532 in its Dockerfile).",
    "Set runAsNonRoot: true in the pod's securityContext; a container's own value overrides it.",
    "Remove runAsUser: 0 wherever it stands.",
  ],
  checks: [
    (container, report) => {
      const field = effectiveSecurity(container, "runAsNonRoot");
      if (field.value !== true) {
        report(field, stateOf(field));
      }
    },
    (container, report) => {
      const field = effectiveSecurity(container, "runAsUser");
      if (field.value === 0 || field.value === "0") {
        report(field, "is 0, which is root");
      }
    },
  ],
});
