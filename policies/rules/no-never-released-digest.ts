import { imageRule } from "../judging/image-rule.ts";
import { isNeverReleased, parseImageReference } from "../kubernetes/image-reference.ts";

export const noNeverReleasedDigest = imageRule({
  name: "no-never-released-digest",
  displayName: "Only released images are deployed",
  description: "An update deploys no image whose digest is all zeros, which stands for never released.",
  severity: "high",
  tags: ["images", "release"],
  why: "No registry has an image of this digest, so the pod would wait for it until the rollout times out.",
  fix: "set its digest under slipway:environment.release in the stack's file (in another program, where the image is named), or, in dev, give it a checkout.",
  remediation: [
    "Push the image and set its digest in the stack's file: slipway:environment, release.SYSTEM.IMAGE.",
    "In dev you may name a checkout instead, under checkouts.SYSTEM.IMAGE: the image is then built from it.",
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
