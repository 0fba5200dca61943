import { createHash } from "node:crypto";
import type { Checkout } from "../../config/environment.ts";
import { ImageReference } from "../../model/image-reference.ts";
import { type BuildContext, readBuildContext } from "./build-context.ts";

/** Hexadecimal digits of a tag: 48 bits, plenty to tell the builds on one machine apart and short to read. */
const digits = 12;

/**
 * The tag of what a build makes, from all that it sees: `dev-` and 12 hexadecimal digits. The same content has the
 * same tag on any machine, and so the same pod template; any change of a path, a mode or a byte is another tag.
 */
export function contentTag({ entries, dockerfile }: BuildContext): string {
  const lines = entries.map(({ path, mode, digest }) => JSON.stringify([path, mode, digest]));
  // Sorted by code unit: the order must not depend on the machine's language.
  const content = [dockerfile, ...lines.sort()].join("\n");
  return `dev-${createHash("sha256").update(content).digest("hex").slice(0, digits)}`;
}

/**
 * The reference of the image that a checkout is built into, known before anything is built.
 * @param repository Registry and path, as the system declares them.
 * @throws Error of the file system when the checkout can't be read; `checkoutProblems` finds that beforehand.
 */
export const builtReference = (repository: string, checkout: Checkout): ImageReference =>
  ImageReference.parse(`${repository}:${contentTag(readBuildContext(checkout))}`);
