import { imageRule } from "../judging/image-rule.ts";
import { parseImageReference } from "../kubernetes/image-reference.ts";

export const noLatestTag = imageRule({
  name: "no-latest-tag",
  displayName: "No latest tag",
  description: "An image carries a version: a tag other than latest, or a digest.",
  severity: "high",
  tags: ["images", "NSA", "SRE"],
  why: "What latest names changes without a deployment, so pods of one workload can run different code.",
  fix: "give the image a version tag or a digest.",
  remediation: [
    "Find the version you mean to run, for example in the image's release notes or your last release.",
    "Write it as a tag (web:1.4.2), or better as a digest (web@sha256:…), which can never name anything else.",
  ],
  asksForOne: true,
  check: (reference) => {
    const { tag, digest } = parseImageReference(reference);
    // With a digest the runtime ignores the tag.
    if (digest !== undefined) return undefined;
    if (tag === undefined) return { problem: "which has no tag, which means latest" };
    return tag === "latest" ? { problem: "which has the tag latest" } : undefined;
  },
});
