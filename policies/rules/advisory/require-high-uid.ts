import { containerRule, type ContainerCheck } from "../../judging/container-rule.ts";
import { stateOf } from "../../judging/message.ts";
import { isForWindows } from "../../kubernetes/pod-template.ts";

/** Below it are users that a node may have itself. */
const LEAST = 10_000;

export const requireHighUid = containerRule({
  name: "require-high-uid",
  displayName: "Users that no node has",
  description: `Every container runs as a user and a group of ${LEAST} or above.`,
  severity: "low",
  level: "advisory",
  tags: ["pod-security", "NSA"],
  why: "Who breaks out of a container is on the node whoever he was in it, and low numbers are users there.",
  fix: `set runAsUser and runAsGroup to ${LEAST} or above.`,
  remediation: [
    `Set securityContext.runAsUser and runAsGroup to a number of ${LEAST} or above, in the pod or in the container.`,
    "Files that the image has for its own user must be readable by that one, too.",
  ],
  concerns: ({ template }) => !isForWindows(template),
  checks: ["runAsUser", "runAsGroup"].map((name): ContainerCheck => ({ template, root }, report) => {
    const own = root.at("securityContext", name);
    const ofPod = template.spec.at("securityContext", name);
    const field = own.isSet || !ofPod.isSet ? own : ofPod;
    if (typeof field.value !== "number" || field.value < LEAST)
      report(field, `${stateOf(field)} and must be ${LEAST} or above`);
  }),
});
