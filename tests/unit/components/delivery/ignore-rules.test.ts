import { describe, expect, it } from "vitest";
import { ignoreRules, invalidPatterns, noIgnoreRules } from "../../../../components/delivery/ignore-rules.ts";

describe("the rules of a .dockerignore", () => {
  it.each([
    ["node_modules", "node_modules/left-pad/index.js", true],
    ["node_modules", "packages/a/node_modules/index.js", false],
    ["**/node_modules", "packages/a/node_modules/index.js", true],
    ["/dist/", "dist/main.js", true],
    ["*.md", "README.md", true],
    ["*.md", "docs/README.md", false],
    ["*.md\n!README.md", "README.md", false],
    ["!README.md\n*.md", "README.md", true],
    ["# README.md", "README.md", false],
    ["  README.md  ", "README.md", true],
    ["\uFEFFREADME.md", "README.md", true],
    ["readme.md", "README.md", false],
    ["app/(shop)", "app/(shop)/page.tsx", true],
    ["app/(shop)", "app/shop/page.tsx", false],
    ["a|b", "a", false],
    ["a|b", "a|b", true],
    ["c++", "c++", true],
    ["{x}", "{x}", true],
    ["^x", "^x", true],
    ["[^x].txt", "y.txt", true],
    ["[^x].txt", "x.txt", false],
    ["\\(x", "(x", true],
    ["a?c", "abc", true],
    ["a?c", "a/c", false],
    ["**.log", "deep/down/error.log", true],
    ["**.l?g", "deep/down/error.log", false],
    ["build**", "build-output/deep/file", true],
    ["src/**/test", "src/test/a.js", true],
    ["src/**/test", "src/a/b/test/a.js", true],
    ["src/**/test", "src/latest", false],
    ["constructor", "constructor", true],
    ["./docs/../dist", "dist/x", true],
    ["[\\]]x", "]x", true],
    ["*", "a/b", true],
    ["*\n!src\nsrc/*.test.js", "src/main.js", false],
    ["*\n!src\nsrc/*.test.js", "src/main.test.js", true],
    [".env*\r\n!.env.example\r\n", ".env.local", true],
    [".env*\r\n!.env.example\r\n", ".env.example", false],
  ])("%j hides %s: %s", (text, path, hidden) => {
    expect(ignoreRules(text).hides(path)).toBe(hidden);
  });

  it.each([
    ["node_modules", "node_modules", true],
    ["node_modules", "src", false],
    ["dist\n!dist/keep.txt", "dist", false],
    ["dist\n!dist/keep.txt", "dist/other", true],
    ["dist\n!dist/k*", "dist/kin", false],
    ["dist\n!dist/k*", "dist/other", true],
    ["dist\n!**/*.md", "dist", false],
    ["dist\n!distant/keep.txt", "dist", true],
    ["dist\n!/README.md", "dist", true],
  ])("%j leaves nothing to see below %s: %s", (text, folder, nothing) => {
    expect(ignoreRules(text).hidesAllBelow(folder)).toBe(nothing);
  });

  it("hide nothing where there is no file", () => {
    expect([noIgnoreRules.hides("x"), noIgnoreRules.hidesAllBelow("x")]).toEqual([false, false]);
  });

  it("tells the lines that Docker would refuse", () => {
    expect(invalidPatterns("node_modules\n[z-a]\n# [\n!\n!/\n*.md\nx[\ny\\\n[]")).toEqual([
      "[z-a]",
      "!",
      "!/",
      "x[",
      "y\\",
      "[]",
    ]);
  });
});
