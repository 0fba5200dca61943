import { podRule } from "../../judging/pod-rule.ts";

export const noSharedProcessNamespace = podRule({
  name: "no-shared-process-namespace",
  displayName: "Containers don't see each other's processes",
  description: "No pod shares one process namespace between its containers.",
  severity: "low",
  level: "advisory",
  tags: ["pod-security", "NSA"],
  why: "Each container then reads the others' variables and files through /proc, secrets among them, and can stop their processes.",
  fix: "remove shareProcessNamespace.",
  remediation: [
    "Remove spec.shareProcessNamespace.",
    "To look into a container use kubectl debug with --target, which shares it for that time alone.",
  ],
  podChecks: [
    ({ spec }, report) => {
      const field = spec.at("shareProcessNamespace");
      if (field.value === true) report(field, "is true");
    },
  ],
});
