import { containerRule } from "../judging/container-rule.ts";
import { stateOf } from "../judging/message.ts";
import { parseImageReference } from "../kubernetes/image-reference.ts";

export const noLatestTag = containerRule({
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
  checks: [
    (container, report) => {
      const image = container.root.at("image");
      if (typeof image.value !== "string" || image.value === "") {
        report(image, stateOf(image));
        return;
      }
      const { tag, digest } = parseImageReference(image.value);
      // With a digest the runtime ignores the tag.
      if (digest === undefined && (tag === undefined || tag === "latest")) {
        const reason = tag === undefined ? "has no tag, which means latest" : "has the tag latest";
        report(image, `is ${JSON.stringify(image.value)}, which ${reason}`);
      }
    },
  ],
});
