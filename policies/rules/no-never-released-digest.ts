import { imageRule } from "../judging/image-rule.ts";
import { isNeverReleased, parseImageReference } from "../kubernetes/image-reference.ts";

export const noNeverReleasedDigest = imageRule({
  name: "no-never-released-digest",
  displayName: "Only released images are deployed",
  description: "An update deploys no image whose digest is all zeros, which stands for never released.",
  severity: "high",
  tags: ["images", "release"],
  why: "No registry has an image of this digest, so the pod would wait for it until the rollout times out.",
  fix: "write the digest of the image that was released in its place, where the program names the image.",
  remediation: [
    "Push the image, and write its digest where the program or the stack's configuration names the image.",
    "Where images are built on the spot, as in dev, name the one that was built.",
    "A preview is let through, so that a stack can be read before its first release.",
  ],
  // The program itself lists such images in a preview.
  concerns: (_manifest, inspection) => !inspection.isDryRun,
  check: (reference) => {
    const { digest } = parseImageReference(reference);
    return digest !== undefined && isNeverReleased(digest)
      ? { problem: "whose digest of all zeros means that it was never released" }
      : undefined;
  },
});
