import { imageRule } from "../judging/image-rule.ts";
import { textsParameter } from "../judging/settings.ts";
import { isIn, parseImageReference } from "../kubernetes/image-reference.ts";

const registries = "registries";

export const allowedImageRegistries = imageRule({
  name: "allowed-image-registries",
  displayName: "Images come from known registries",
  description: "Every image comes from a registry that the stack allows.",
  severity: "high",
  tags: ["images", "supply-chain", "NSA"],
  why: "Whoever keeps the registry decides what runs, and an image of a stranger's may hold anything.",
  fix: "use the image's copy in an allowed registry, or allow its registry in the stack's policy configuration.",
  remediation: [
    "Check the name for a slip: an image without a registry comes from docker.io.",
    "Copy a stranger's image to a registry of your own, under the same digest, and name the copy.",
    "If its owner is to be trusted, add the owner's folder to the parameter, such as ghcr.io/owner. Name a registry whole only where nobody else can push to it.",
  ],
  parameters: {
    [registries]: textsParameter(
      "The registries, or folders of them such as ghcr.io/shop, that images may come from. Anybody may push to a public registry: where it matters, name the folders of owners alone.",
      ["docker.io", "ghcr.io"],
    ),
  },
  check: (reference, { settings }) =>
    isIn(settings.texts(registries), parseImageReference(reference).repository)
      ? undefined
      : { problem: "which comes from a registry that is not allowed" },
});
