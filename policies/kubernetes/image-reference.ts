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

/**
 * The whole name of a repository, its registry included: a runtime takes `web` for `docker.io/library/web`. The first
 * part is a registry where it has a dot or a port.
 */
export function wholeRepository(repository: string): string {
  const [first = "", ...rest] = repository.split("/");
  if (rest.length === 0) {
    return `docker.io/library/${first}`;
  }
  if (!/[.:]/.test(first) && first !== "localhost") {
    return `docker.io/${repository}`;
  }
  return first === "index.docker.io" ? ["docker.io", ...rest].join("/") : repository;
}

/**
 * Whether a repository is in one of some registries, or of folders of them. A folder ends at a slash: `ghcr.io/shop` does not hold
 * `ghcr.io/shopping/web`.
 * @param registries Each as `ghcr.io`, `ghcr.io/shop` or `ghcr.io/shop/web`, with or without a slash at its end.
 */
export function isIn(registries: readonly string[], repository: string): boolean {
  const whole = wholeRepository(repository);
  return registries
    .map((registry) => registry.replace(/\/+$/, ""))
    .some((registry) => whole === registry || whole.startsWith(`${registry}/`));
}

export function isSha256(digest: string): boolean {
  return sha256.test(digest);
}

/** The digest that stands for an image which no release has named yet. */
export function isNeverReleased(digest: string): boolean {
  return allZeros.test(digest);
}
