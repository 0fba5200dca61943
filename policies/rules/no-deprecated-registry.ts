import { imageRule } from "../judging/image-rule.ts";
import { isIn, parseImageReference } from "../kubernetes/image-reference.ts";

/** Registries and folders that get no new images, and where the images went. */
const deprecated: Readonly<Record<string, string>> = {
  "k8s.gcr.io": "registry.k8s.io",
  "gcr.io/google_containers": "registry.k8s.io",
  "gcr.io/google-containers": "registry.k8s.io",
  "docker.pkg.github.com": "ghcr.io",
};

export const noDeprecatedRegistry = imageRule({
  name: "no-deprecated-registry",
  displayName: "No registry that was given up",
  description: "No image comes from a registry that gets no new images any more.",
  severity: "medium",
  tags: ["images", "supply-chain"],
  why: "Its images get no security fixes, and the day it is switched off no new pod starts.",
  fix: "take the image from the registry that followed it.",
  remediation: [
    "Find the image in the new registry: the project's own page names it.",
    `These were followed by others: ${Object.entries(deprecated)
      .map(([old, successor]) => `${old} by ${successor}`)
      .join(", ")}.`,
  ],
  check: (reference) => {
    const { repository } = parseImageReference(reference);
    const [, successor] = Object.entries(deprecated).find(([registry]) => isIn([registry], repository)) ?? [];
    return successor === undefined
      ? undefined
      : {
          problem: `and its registry was given up for ${successor}`,
          fix: `take the image from ${successor}.`,
        };
  },
});
