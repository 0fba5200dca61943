import { containerRule } from "../judging/container-rule.ts";
import { podSecurityStandard } from "../judging/frameworks.ts";
import { stateOf } from "../judging/message.ts";
import { someField } from "../kubernetes/field.ts";

const addable = "NET_BIND_SERVICE";

// Only what looks like a capability is shown: anything else got here by mistake and may be a secret.
const capability = /^[A-Z]+(_[A-Z]+)*$/;

export const requireDropAllCapabilities = containerRule({
  name: "require-drop-all-capabilities",
  displayName: "Capabilities are dropped",
  description: "Every container drops ALL capabilities and adds back at most NET_BIND_SERVICE.",
  severity: "high",
  tags: ["pod-security", "PSS", "NSA", "CIS"],
  framework: podSecurityStandard("capabilities_restricted"),
  why: "A container is given a dozen of root's powers by default, and hardly any program needs one.",
  fix: `set securityContext.capabilities.drop to ["ALL"] and add nothing but ${addable}.`,
  remediation: [
    'Set capabilities.drop: ["ALL"] in the container\'s securityContext.',
    `Remove everything but ${addable} from capabilities.add. Listening on a port from 1024 on needs not even that.`,
  ],
  checks: [
    (container, report) => {
      const drop = container.root.at("securityContext", "capabilities", "drop");
      if (!someField(drop.items(), ({ value }) => value === "ALL")) {
        report(drop, drop.isSet ? "does not contain ALL" : stateOf(drop));
      }
    },
    (container, report, inspection) => {
      const add = container.root.at("securityContext", "capabilities", "add");
      for (const element of add.items()) {
        inspection.attempt(() => {
          const { value } = element;
          if (value !== addable) {
            report(
              element,
              typeof value === "string" && capability.test(value) ? `is ${value}` : stateOf(element),
            );
          }
        });
      }
    },
  ],
});
