import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Digest, ImageReference } from "../../../model/image-reference.ts";
import { InvalidQuantity } from "../../../model/quantities/invalid-quantity.ts";

const someDigest = `sha256:${"0123456789abcdef".repeat(4)}`;
const zeros = `sha256:${"0".repeat(64)}`;
const hexadecimal = fc.stringMatching(/^[0-9a-f]{64}$/).map((digits) => `sha256:${digits}`);
const repositories = fc
  .tuple(
    fc.constantFrom(
      "ghcr.io",
      "docker.io",
      "localhost",
      "localhost:5000",
      "registry:5000",
      "a-b.example.com:443",
    ),
    fc.array(fc.stringMatching(/^[a-z0-9]{1,8}(?:[._-][a-z0-9]{1,8})?$/), { minLength: 1, maxLength: 3 }),
  )
  .map(([registry, path]) => [registry, ...path].join("/"));
const tags = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/);

describe("Digest", () => {
  it("reads back whatever it prints", () => {
    fc.assert(
      fc.property(hexadecimal, (text) => {
        expect(Digest.parse(text).toString()).toBe(text);
        expect(Digest.parse(Digest.parse(text).toString())).toEqual(Digest.parse(text));
      }),
    );
  });

  it.each([
    "",
    "sha256:",
    someDigest.slice(0, -1),
    `${someDigest}0`,
    someDigest.toUpperCase(),
    someDigest.replace("sha256", "sha512"),
    someDigest.slice("sha256:".length),
    ` ${someDigest}`,
  ])("refuses %j, naming it and the form", (text) => {
    expect(() => Digest.parse(text)).toThrow(
      `${JSON.stringify(text)} is not a digest; write "sha256:" and 64 hexadecimal digits in lower case`,
    );
    expect(() => Digest.parse(text)).toThrow(InvalidQuantity);
  });

  it("of all zeros was never released, any other was", () => {
    expect(Digest.parse(zeros).released).toBe(false);
    expect(Digest.neverReleased.released).toBe(false);
    expect(Digest.neverReleased.toString()).toBe(zeros);
    expect(Digest.parse(someDigest).released).toBe(true);
    expect(Digest.parse(`${zeros.slice(0, -1)}1`).released).toBe(true);
  });
});

describe("ImageReference.parse", () => {
  it("reads a tag, a digest, or both", () => {
    const tagged = ImageReference.parse("localhost:5000/team/app:1.2.3");
    expect(tagged).toMatchObject({ repository: "localhost:5000/team/app", tag: "1.2.3", digest: undefined });
    const pinned = ImageReference.parse(`ghcr.io/team/app@${someDigest}`);
    expect(pinned).toMatchObject({ repository: "ghcr.io/team/app", tag: undefined });
    expect(pinned.digest?.text).toBe(someDigest);
    const both = ImageReference.parse(`docker.io/library/redis:7-alpine@${someDigest}`);
    expect(both).toMatchObject({ repository: "docker.io/library/redis", tag: "7-alpine" });
    expect(both.digest?.text).toBe(someDigest);
  });

  it.each([
    ["latest", "a single word"],
    ["ghcr.io/Team/app:1", "capitals"],
    ["ghcr.io/team/app:", "an empty tag"],
    ["ghcr.io/team/app:-1", "a tag that begins with a hyphen"],
    [`ghcr.io/team/app:${"a".repeat(129)}`, "a tag of 129 characters"],
    ["ghcr.io/team/app@", "an empty digest"],
    ["ghcr.io/team/app@sha256:12", "a short digest"],
    [`ghcr.io/team/app@${someDigest}@${someDigest}`, "two digests"],
    [`ghcr.io/team/app:1@${someDigest}@`, "an @ too many"],
    ["https://ghcr.io/team/app:1", "a scheme"],
    ["ghcr.io/team//app:1", "an empty folder"],
    ["ghcr.io/team/app/:1", "a slash last"],
    [" ghcr.io/team/app:1", "a space"],
    ["", "nothing"],
  ])("refuses %j: %s", (text) => {
    expect(() => ImageReference.parse(text)).toThrow(
      `${JSON.stringify(text)} is not an image reference; write "registry/path:tag", "registry/path@sha256:…" or both`,
    );
    expect(() => ImageReference.parse(text)).toThrow(InvalidQuantity);
  });

  it("takes a tag of 128 characters", () => {
    expect(ImageReference.parse(`ghcr.io/team/app:${"a".repeat(128)}`).tag).toHaveLength(128);
  });

  // The policies judge these: a value object that refused them would hide which policy they break.
  it.each([
    ["nginx:latest", { repository: "nginx", tag: "latest" }],
    ["library/nginx:1.27", { repository: "library/nginx", tag: "1.27" }],
    ["ghcr.io/team/app", { repository: "ghcr.io/team/app", tag: undefined, digest: undefined }],
    ["localhost:5000/team/app", { repository: "localhost:5000/team/app", tag: undefined }],
  ])("takes what is not pinned as an engine would: %j", (text, parts) => {
    expect(ImageReference.parse(text)).toMatchObject(parts);
    expect(ImageReference.parse(text).toString()).toBe(text);
  });

  it("reads back whatever it prints", () => {
    fc.assert(
      fc.property(repositories, fc.option(tags), fc.option(hexadecimal), (repository, tag, digest) => {
        fc.pre(tag !== null || digest !== null);
        const text = `${repository}${tag === null ? "" : `:${tag}`}${digest === null ? "" : `@${digest}`}`;
        const reference = ImageReference.parse(text);
        expect(reference.toString()).toBe(text);
        expect(ImageReference.parse(reference.toString())).toEqual(reference);
        expect(reference.repository).toBe(repository);
      }),
    );
  });
});

describe("ImageReference.atDigest", () => {
  it("is what parsing its print gives", () => {
    const reference = ImageReference.atDigest("ghcr.io/team/app", Digest.parse(someDigest));
    expect(reference.toString()).toBe(`ghcr.io/team/app@${someDigest}`);
    expect(ImageReference.parse(reference.toString())).toEqual(reference);
  });

  it.each(["nginx", "library/nginx", "ghcr.io/Team/app", "ghcr.io", "ghcr.io/team/app:1", ""])(
    "refuses the repository %j",
    (repository) => {
      expect(() => ImageReference.atDigest(repository, Digest.neverReleased)).toThrow(
        `${JSON.stringify(repository)} is not an image repository; write "registry/path" in lower case`,
      );
    },
  );
});

describe("ImageReference.released", () => {
  it("is its digest's answer, and yes for a tag, which somebody must have pushed", () => {
    expect(ImageReference.atDigest("ghcr.io/team/app", Digest.neverReleased).released).toBe(false);
    expect(ImageReference.parse(`ghcr.io/team/app:1@${zeros}`).released).toBe(false);
    expect(ImageReference.parse(`ghcr.io/team/app@${someDigest}`).released).toBe(true);
    expect(ImageReference.parse("ghcr.io/team/app:1").released).toBe(true);
  });
});
