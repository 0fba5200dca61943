import type { PlayedRelease } from "../migrations/rig.ts";

/** A release of one image, by a digit of its digest. */
export const releaseOf = (digit: string): PlayedRelease => ({
  images: { backend: `sha256:${digit.repeat(64)}` },
});

/** How a step ends that went well. */
export const good = { code: 0, said: "" };

/** What a role is told that lacks a right. */
export const refused = /permission denied|must be owner/;
