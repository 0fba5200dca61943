import { InvalidQuantity } from "./quantities/invalid-quantity.ts";

const digestForm = /^sha256:[0-9a-f]{64}$/;
// A first part without a dot and a port is a folder of Docker Hub and not a registry, except `localhost`.
const registryForm = /(?:[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?|[a-z0-9-]+:\d+|localhost)/;
const pathForm = /(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)+/;
const repositoryForm = new RegExp(`^${registryForm.source}${pathForm.source}$`);
// What an engine reads may leave the registry out.
const referenceForm = new RegExp(
  `^(?:${registryForm.source}/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*${pathForm.source.replace(/\+$/, "*")}$`,
);
const tagForm = /^\w[\w.-]{0,127}$/;

/** The digest of an image that no release has produced yet: it names nothing and can never be pulled. */
const neverReleasedDigest = `sha256:${"0".repeat(64)}`;

/** The content address of an image: `sha256:` and 64 hexadecimal digits. */
export class Digest {
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  /** @throws InvalidQuantity */
  static parse(text: string): Digest {
    if (!digestForm.test(text)) {
      throw new InvalidQuantity("digest", text, '"sha256:" and 64 hexadecimal digits in lower case');
    }
    return new Digest(text);
  }

  /** The digest that says *no release has been made*. */
  static readonly neverReleased: Digest = new Digest(neverReleasedDigest);

  get released(): boolean {
    return this.text !== neverReleasedDigest;
  }

  toString(): string {
    return this.text;
  }
}

/** An image and which one of it: a repository, and a tag, a digest or both. */
export class ImageReference {
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: Digest | undefined;

  private constructor(repository: string, tag: string | undefined, digest: Digest | undefined) {
    this.repository = repository;
    this.tag = tag;
    this.digest = digest;
  }

  /** @throws InvalidQuantity when the repository has no registry host or is not in lower case. */
  static atDigest(repository: string, digest: Digest): ImageReference {
    if (!repositoryForm.test(repository)) {
      throw new InvalidQuantity("image repository", repository, '"registry/path" in lower case');
    }
    return new ImageReference(repository, undefined, digest);
  }

  /**
   * Reads what a container engine reads: `repository`, `repository:tag`, `repository@digest`, `repository:tag@digest`.
   * Whether a reference is pinned well enough to ship is for the policies to judge (POL-04).
   * @throws InvalidQuantity
   */
  static parse(text: string): ImageReference {
    const [named = "", digestText, ...rest] = text.split("@");
    const colon = named.lastIndexOf(":");
    const tagged = colon > named.lastIndexOf("/");
    const repository = tagged ? named.slice(0, colon) : named;
    const tag = tagged ? named.slice(colon + 1) : undefined;
    const valid =
      rest.length === 0 &&
      // A single word is somebody's tag or name for an image, and would be looked for on Docker Hub.
      /[/:@]/.test(text) &&
      referenceForm.test(repository) &&
      (tag === undefined || tagForm.test(tag)) &&
      (digestText === undefined || digestForm.test(digestText));
    if (!valid) {
      throw new InvalidQuantity(
        "image reference",
        text,
        '"registry/path:tag", "registry/path@sha256:…" or both',
      );
    }
    return new ImageReference(
      repository,
      tag,
      digestText === undefined ? undefined : Digest.parse(digestText),
    );
  }

  get released(): boolean {
    return this.digest?.released ?? true;
  }

  toString(): string {
    const tag = this.tag === undefined ? "" : `:${this.tag}`;
    const digest = this.digest === undefined ? "" : `@${this.digest.text}`;
    return `${this.repository}${tag}${digest}`;
  }
}
