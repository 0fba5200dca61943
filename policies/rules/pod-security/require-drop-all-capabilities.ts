import { containerRule } from "../../judging/container-rule.ts";
import { podSecurityStandard } from "../../judging/frameworks.ts";
import { stateOf } from "../../judging/message.ts";
import { capabilityName } from "../../kubernetes/capability.ts";
import { someField } from "../../kubernetes/field.ts";
import { isForWindows } from "../../kubernetes/pod-template.ts";

const addable = "NET_BIND_SERVICE";

export const requireDropAllCapabilities = containerRule({
  name: "require-drop-all-capabilities",
  displayName: "Capabilities are dropped",
  description: `Every container drops ALL capabilities and adds back at most ${addable}. Pods for Windows are excepted.`,
  severity: "high",
  tags: ["pod-security", "PSS", "NSA", "CIS"],
  framework: podSecurityStandard("restricted", "capabilities_restricted"),
  why: "A container is given a dozen of root's powers by default, and hardly any program needs one.",
  fix: `set securityContext.capabilities.drop to ["ALL"] and add nothing but ${addable}.`,
  remediation: [
    'Set capabilities.drop: ["ALL"] in the container\'s securityContext.',
    `Remove everything but ${addable} from capabilities.add. Listening on a port from 1024 on needs not even that.`,
  ],
  checks: [
    ({ root, template }, report) => {
      const drop = root.at("securityContext", "capabilities", "drop");
      if (!someField(drop.items(), ({ value }) => value === "ALL") && !isForWindows(template)) {
        report(drop, drop.isSet ? "does not contain ALL" : stateOf(drop));
      }
    },
    ({ root, template }, report, inspection) => {
      for (const element of root.at("securityContext", "capabilities", "add").items()) {
        inspection.attempt(() => {
          if (element.value !== addable && !isForWindows(template)) {
            report(element, stateOf(element, capabilityName));
          }
        });
      }
    },
  ],
});
