/** A container image reference, taken apart: `registry:port/path:tag@digest`. */
export interface ImageReference {
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const sha256 = /^sha256:[0-9a-f]{64}$/;
const allZeros = /^sha256:0{64}$/;

export function parseImageReference(text: string): ImageReference {
  const [beforeDigest = "", ...digest] = text.split("@");
  // A colon before the last slash belongs to the registry's port.
  const colon = beforeDigest.indexOf(":", beforeDigest.lastIndexOf("/") + 1);
  return {
    repository: colon < 0 ? beforeDigest : beforeDigest.slice(0, colon),
    tag: (colon < 0 ? "" : beforeDigest.slice(colon + 1)) || undefined,
    digest: digest.length === 0 ? undefined : digest.join("@"),
  };
}

export function isSha256(digest: string): boolean {
  return sha256.test(digest);
}

/** The digest that stands for an image which no release has named yet. */
export function isNeverReleased(digest: string): boolean {
  return allZeros.test(digest);
}
