import { containerRule, type ContainerCheck } from "../../judging/container-rule.ts";

export const noInteractiveTty = containerRule({
  name: "no-interactive-tty",
  displayName: "No container waits for typing",
  description: "No container has a terminal or an open standard input.",
  severity: "low",
  level: "advisory",
  tags: ["pod-security", "NSA"],
  why: "Only somebody who sits inside has a use for it, and a shell in an image is what an attacker hopes for.",
  fix: "remove tty and stdin.",
  remediation: [
    "Remove tty and stdin from the container.",
    "To look inside, use an ephemeral container by kubectl debug, by a person who may.",
  ],
  checks: ["tty", "stdin"].map((name): ContainerCheck => ({ root }, report) => {
    if (root.at(name).value === true) report(root.at(name), "is true");
  }),
});
