import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment.ts";

/** Every image that an environment runs and no release has produced yet, as the path of its key in the configuration. */
export function neverReleased({ systems, platformImages }: Environment): readonly string[] {
  const images = [
    ...systems.flatMap(({ system, images: own }) =>
      [...own].map(([name, image]) => [`${system.name}.${name}`, image] as const),
    ),
    ...Object.entries(platformImages).map(([name, image]) => [`platform.${name}`, image] as const),
  ];
  return images.flatMap(([path, image]) => (image.released ? [] : [path]));
}

/** Says in a preview which images are missing, and how to give them; an update with one of them is refused by policy. */
export function warnOfNeverReleased(environment: Environment): void {
  const missing = neverReleased(environment);
  if (missing.length === 0) return;
  const remedy =
    environment.name === "dev"
      ? "give each a checkout (slipway:environment.checkouts) or a reference (slipway:environment.release)"
      : "push each and set its digest in the stack's file, under slipway:environment.release";
  void pulumi.log.warn(`never released, so nothing of it can start: ${missing.join(", ")}; ${remedy}`);
}
