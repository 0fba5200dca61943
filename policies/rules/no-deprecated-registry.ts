import { containerRule } from "../judging/container-rule.ts";
import { isIn, parseImageReference } from "../kubernetes/image-reference.ts";

/** Registries and folders that get no new images, and where the images went. */
const deprecated: Readonly<Record<string, string>> = {
  "k8s.gcr.io": "registry.k8s.io",
  "gcr.io/google_containers": "registry.k8s.io",
  "gcr.io/google-containers": "registry.k8s.io",
  "docker.pkg.github.com": "ghcr.io",
};

export const noDeprecatedRegistry = containerRule({
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
  checks: [
    ({ root }, report) => {
      const image = root.at("image");
      if (typeof image.value !== "string") {
        return;
      }
      const { repository } = parseImageReference(image.value);
      const [, successor] =
        Object.entries(deprecated).find(([registry]) => isIn([registry], repository)) ?? [];
      if (successor !== undefined) {
        report(
          image,
          `is ${JSON.stringify(image.value)}, and its registry was given up for ${successor}`,
          `take the image from ${successor}.`,
        );
      }
    },
  ],
});
