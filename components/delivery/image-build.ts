import type { ImageArgs } from "@pulumi/docker";
import type { Checkout } from "../../config/environment.ts";
import type { ImageReference } from "../../model/image-reference.ts";
import { dockerfilePath } from "./build-context.ts";

/** Names of processors by what Node calls them, where images call them something else. */
const architectures: Readonly<Record<string, string | undefined>> = { x64: "amd64", ppc64: "ppc64le" };

/** The platform that images for this machine's own cluster have, for example `linux/arm64`. */
export const imagePlatform = (processor: string): string => `linux/${architectures[processor] ?? processor}`;

/**
 * How a checkout is built. Paths stay as they were given, so that a state says the same on two machines. There are
 * no build arguments: they end in the image's history, where a secret must not be, and what differs between
 * environments reaches a container when it starts.
 * @param processor What the image shall run on, as `process.arch` names it.
 */
export function imageArgs(reference: ImageReference, checkout: Checkout, processor: string): ImageArgs {
  return {
    imageName: reference.toString(),
    build: {
      context: checkout.context,
      dockerfile: dockerfilePath(checkout),
      platform: imagePlatform(processor),
    },
    skipPush: true,
  };
}
