import { containerRule } from "../judging/container-rule.ts";

/** Below it a process needs a right of root's. */
const FIRST_FREE = 1024;

export const noPrivilegedPorts = containerRule({
  name: "no-privileged-ports",
  displayName: "No port that needs root",
  description: "No container listens on a port below 1024, SSH's among them.",
  severity: "low",
  tags: ["network", "NSA"],
  why: "Such a port needs a right that the process has no other use for, and one for SSH is a second way in.",
  fix: "let it listen on a port of 1024 or above, and let the Service keep the low one.",
  remediation: [
    "Set the program's port to 1024 or above, and containerPort too.",
    "The Service's port may stay 80 or 443: only its targetPort changes.",
    "In place of SSH use kubectl exec, by a person who may.",
  ],
  checks: [
    ({ root }, report, { attempt }) => {
      for (const port of root.at("ports").items()) {
        attempt(() => {
          const number = port.at("containerPort");
          if (typeof number.value === "number" && number.value < FIRST_FREE) {
            report(number, `is ${number.value}${number.value === 22 ? ", which is SSH's" : ""}`);
          }
        });
      }
    },
  ],
});
