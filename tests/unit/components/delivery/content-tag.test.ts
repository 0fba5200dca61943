import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ContextEntry, readBuildContext } from "../../../../components/delivery/build-context.ts";
import { builtReference, contentTag } from "../../../../components/delivery/content-tag.ts";
import { type Content, checkoutOf } from "./checkouts.ts";

const tagOf = (files: Readonly<Record<string, Content>>): string =>
  contentTag(readBuildContext(checkoutOf(files)));

const seen = (files: Readonly<Record<string, Content>>): readonly string[] =>
  readBuildContext(checkoutOf(files))
    .entries.map(({ path }) => path)
    .toSorted();

const hexadecimal = fc.stringMatching(/^[0-9a-f]{8}$/);
const entry: fc.Arbitrary<ContextEntry> = fc.record({
  path: fc.string({ minLength: 1, unit: "grapheme" }),
  mode: fc.constantFrom("file", "executable", "link"),
  digest: hexadecimal,
});
const entries = fc.uniqueArray(entry, { minLength: 1, maxLength: 12, selector: ({ path }) => path });

describe("the tag of a build context", () => {
  it("is dev- and twelve hexadecimal digits, the same on every machine", () => {
    const files = { Dockerfile: "FROM scratch\n", "src/main.js": "run();\n" };
    expect(tagOf(files)).toBe("dev-05683e9900ad");
  });

  it("does not depend on the order in which files are found", () => {
    const shuffled = entries.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, hexadecimal, ([all, other], dockerfile) => {
        expect(contentTag({ entries: other, dockerfile })).toBe(contentTag({ entries: all, dockerfile }));
      }),
    );
  });

  it("is another one when a path, a mode, a byte, the Dockerfile or the number of files is another", () => {
    fc.assert(
      fc.property(entries, fc.nat(), entry, hexadecimal, (all, index, other, dockerfile) => {
        fc.pre(!all.some(({ path }) => path === other.path));
        const at = index % all.length;
        const changed = (change: Partial<ContextEntry>) =>
          all.map((old, i) => (i === at ? { ...old, ...change } : old));
        const variants = [
          { entries: changed({ path: other.path }), dockerfile },
          { entries: changed({ mode: other.mode }), dockerfile },
          { entries: changed({ digest: other.digest }), dockerfile },
          { entries: all, dockerfile: other.digest },
          { entries: all.toSpliced(at, 1), dockerfile },
        ];
        const before = { entries: all, dockerfile };
        for (const variant of variants) {
          const same = JSON.stringify(variant) === JSON.stringify(before);
          expect(contentTag(variant) === contentTag(before)).toBe(same);
        }
      }),
    );
  });

  it("can't be made by moving bytes between a path and its neighbours", () => {
    const one = { path: 'a","file","x', mode: "file", digest: "1" } as const;
    const other = { path: "a", mode: "file", digest: 'x","file","1' } as const;
    expect(contentTag({ entries: [one], dockerfile: "" })).not.toBe(
      contentTag({ entries: [other], dockerfile: "" }),
    );
  });
});

const fileName = fc.stringMatching(/^[a-z]{1,6}$/);
const tree = fc.dictionary(
  fc
    .tuple(fc.constantFrom("", "src/", "src/deep/"), fileName)
    .map(([folder, name]) => `${folder}${name}.txt`),
  fc.oneof(
    fc.string(),
    fc.string().map((text) => ({ text, executable: true as const })),
  ),
  { minKeys: 1, maxKeys: 6 },
);

describe("a checkout on disk", () => {
  it("has the same tag wherever it lies and in whatever order it was written", () => {
    fc.assert(
      fc.property(tree, (files) => {
        const backwards = Object.fromEntries(Object.entries(files).toReversed());
        const before = tagOf({ Dockerfile: "FROM scratch", ...files });
        expect(tagOf({ ...backwards, Dockerfile: "FROM scratch" })).toBe(before);
      }),
      { numRuns: 25 },
    );
  });

  it("has the same tag whatever is in the files that its build does not see", () => {
    fc.assert(
      fc.property(tree, tree, (files, hidden) => {
        const below = (folder: string) =>
          Object.fromEntries(Object.entries(hidden).map(([path, content]) => [`${folder}/${path}`, content]));
        const visible = { Dockerfile: "FROM scratch", ".dockerignore": "node_modules\n**/*.log\n", ...files };
        expect(tagOf({ ...visible, ...below("node_modules"), ...below(".git"), "src/a.log": "noise" })).toBe(
          tagOf(visible),
        );
      }),
      { numRuns: 25 },
    );
  });

  it("has another tag when a byte, a path, a mode, a link or the Dockerfile changes", () => {
    const files = { Dockerfile: "FROM scratch", "bin/run": "go", link: { linkTo: "bin/run" } };
    const variants: Readonly<Record<string, Content>>[] = [
      files,
      { ...files, "bin/run": "gone" },
      { ...files, "bin/run": { text: "go", executable: true } },
      { ...files, link: { linkTo: "bin" } },
      { ...files, link: "bin/run" },
      { ...files, Dockerfile: "FROM scratch\n" },
      { ...files, "bin/walk": "" },
      { Dockerfile: "FROM scratch", "bin/ran": "go", link: { linkTo: "bin/run" } },
    ];
    expect(new Set(variants.map(tagOf)).size).toBe(variants.length);
  });

  it("carries only the owner's right to execute of a file's mode", () => {
    const checkout = checkoutOf({ Dockerfile: "FROM scratch", run: "go" });
    const before = contentTag(readBuildContext(checkout));
    chmodSync(join(checkout.context, "run"), 0o600);
    expect(contentTag(readBuildContext(checkout))).toBe(before);
    chmodSync(join(checkout.context, "run"), 0o700);
    expect(contentTag(readBuildContext(checkout))).not.toBe(before);
  });

  it("does not count an empty folder, which Git would not carry", () => {
    const checkout = checkoutOf({ Dockerfile: "FROM scratch" });
    const before = contentTag(readBuildContext(checkout));
    mkdirSync(join(checkout.context, "empty"));
    expect(contentTag(readBuildContext(checkout))).toBe(before);
  });

  it("counts the Dockerfile that is followed, even where it is hidden, and which of two it is", () => {
    const hidden = { ".dockerignore": "Dockerfile*", Dockerfile: "FROM a", "Dockerfile.debug": "FROM b" };
    expect(tagOf({ ...hidden, Dockerfile: "FROM c" })).not.toBe(tagOf(hidden));
    const checkout = checkoutOf({ Dockerfile: "FROM a", "Dockerfile.debug": "FROM b" });
    const debug = { ...checkout, dockerfile: "Dockerfile.debug" };
    expect(contentTag(readBuildContext(debug))).not.toBe(contentTag(readBuildContext(checkout)));
  });

  it("prefers the Dockerfile's own ignore file", () => {
    const files = {
      Dockerfile: "FROM a",
      ".dockerignore": "kept",
      "Dockerfile.dockerignore": "dropped",
      kept: "",
      dropped: "",
    };
    expect(seen(files)).toEqual([".dockerignore", "Dockerfile", "Dockerfile.dockerignore", "kept"]);
  });

  it("becomes a pinned reference of the declared repository", () => {
    const checkout = checkoutOf({ Dockerfile: "FROM scratch" });
    const reference = builtReference("registry.example.com/team/backend", checkout);
    expect(reference.toString()).toMatch(/^registry\.example\.com\/team\/backend:dev-[0-9a-f]{12}$/);
    writeFileSync(join(checkout.context, "more"), "");
    expect(builtReference("registry.example.com/team/backend", checkout).tag).not.toBe(reference.tag);
  });
});
