import { containerRule, type ContainerCheck } from "../../judging/container-rule.ts";

const sudo = /(?:^|[\s;&|("'/])sudo(?:\s|$)/;

export const noSudoEntrypoint = containerRule({
  name: "no-sudo-entrypoint",
  displayName: "No program becomes root",
  description: "No container's command or arguments use sudo.",
  severity: "low",
  level: "advisory",
  tags: ["pod-security", "NSA"],
  why: "An image that can become root gives whoever breaks in the same, and without privilege escalation the command fails.",
  fix: "remove sudo, and let the image do at build time what needs root.",
  remediation: ["Move what needs root into the image's build.", "Take sudo out of the image."],
  checks: ["command", "args"].map((name): ContainerCheck => ({ root }, report, { attempt }) => {
    for (const word of root.at(name).items())
      attempt(() => {
        if (typeof word.value === "string" && sudo.test(word.value)) report(word, "uses sudo");
      });
  }),
});
