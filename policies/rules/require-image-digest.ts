import { imageRule } from "../judging/image-rule.ts";
import { environmentLabel, environmentLabelParameter } from "../judging/label-parameters.ts";
import { textsParameter } from "../judging/settings.ts";
import { isSha256, parseImageReference } from "../kubernetes/image-reference.ts";

const exceptEnvironments = "exceptEnvironments";

export const requireImageDigest = imageRule({
  name: "require-image-digest",
  displayName: "Images are pinned by digest",
  description: "An image is named by its sha256 digest, in every environment but dev.",

  severity: "high",
  tags: ["images", "supply-chain"],
  why: "A tag can be pushed again, so what was tested need not be what runs; a digest cannot.",
  fix: "name the image by its digest, as in web@sha256:….",
  remediation: [
    "Push the image and set its digest in the stack's file.",
    "For somebody else's image, take the digest from its registry, once, and write it to the stack's file.",
    "A tag may stand beside the digest for the reader (web:1.4.2@sha256:…); the digest decides.",
  ],
  parameters: {
    [exceptEnvironments]: textsParameter(
      "The environments where tags are allowed, because images are built on the spot. Give none where it matters.",
      ["dev"],
    ),
    [environmentLabel]: environmentLabelParameter,
  },
  concerns: (manifest, { settings }) => {
    const label = manifest.root.at("metadata", "labels", settings.text(environmentLabel));
    return !settings.texts(exceptEnvironments).some((environment) => environment === label.value);
  },
  asksForOne: true,
  check: (reference) => {
    const { digest } = parseImageReference(reference);
    if (digest === undefined) return { problem: "which has no digest" };
    return isSha256(digest)
      ? undefined
      : { problem: "whose digest is not sha256: and 64 hexadecimal digits" };
  },
});
