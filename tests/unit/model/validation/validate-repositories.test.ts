import fc from "fast-check";
import { expect, it } from "vitest";
import { validateRepositories } from "../../../../model/validation/validate-repositories.ts";
import { systems } from "../../../../systems/all.ts";

const problemsOf = (...repositories: string[]) => validateRepositories({ name: "shop", repositories });

it("every system says where its code is, as GitHub names it (BDR-14)", () => {
  for (const system of systems) {
    expect(system.repositories.length, system.name).toBeGreaterThan(0);
    expect(validateRepositories(system)).toEqual([]);
  }
});

it.each([
  "shop",
  "shop/",
  "/shop",
  "a/b/c",
  "a/..",
  "a/.",
  "-a/b",
  "--upload-pack=x/b",
  "a b/c",
  "https://x/y",
])("%j is no repository", (repository) => {
  expect(problemsOf("shop/api", repository)).toEqual([
    {
      path: "shop.repositories[1]",
      message: `"${repository}" is no repository on GitHub; write "owner/name"`,
    },
  ]);
});

it("the same one twice is a mistake, in capitals too", () => {
  expect(problemsOf("shop/api", "Shop/API")).toEqual([
    { path: "shop.repositories[1]", message: '"Shop/API" is named twice; drop one' },
  ]);
});

it("whatever passes is one folder and one file below any other, and no option of git", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[-.\w ]{0,3}$/), { minLength: 1, maxLength: 3 }), (words) => {
      const repository = words.join("/");
      if (problemsOf(repository).length > 0) return;
      const parts = repository.split("/");
      expect(parts).toHaveLength(2);
      for (const part of parts) expect(["", ".", ".."]).not.toContain(part);
      expect(repository.startsWith("-")).toBe(false);
    }),
  );
});
