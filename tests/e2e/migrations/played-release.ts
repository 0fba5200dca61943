import type { PlayedRelease } from "./rig.ts";

/** A release of one image, whose digest is one digit over and over. */
export const releaseOf = (digit: string, contract?: string): PlayedRelease => ({
  images: { backend: `sha256:${digit.repeat(64)}` },
  ...(contract === undefined ? {} : { contract }),
});

/** How a step ends that has nothing to say. */
export const good = { code: 0, said: "" };
