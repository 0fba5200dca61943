import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lockfiles = [
  "package-lock.json",
  "toolchain/node/package-lock.json",
  "toolchain/pulumi-npm/package-lock.json",
  "tests/e2e/database-watch/postgres/package-lock.json",
];

const packagesOf = (file: string): [string, Locked][] => {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
  return Object.entries((JSON.parse(text) as { packages: Record<string, Locked> }).packages);
};

test.each(lockfiles)("%s names no address to download from", (file) => {
  const addressed = packagesOf(file).filter(
    ([, { resolved, link }]) => resolved !== undefined && link !== true,
  );
  expect(addressed).toEqual([]);
});

test.each(lockfiles)("%s has every package's checksum", (file) => {
  const unchecked = packagesOf(file).filter(
    ([path, { integrity, link }]) =>
      path.includes("node_modules/") && integrity === undefined && link !== true,
  );
  expect(unchecked).toEqual([]);
});

// npm leaves out what it could not find when the lockfile was made, and `npm ci` then fails on a fresh machine.
test.each(lockfiles)("%s has every optional package, those of other platforms too", (file) => {
  const packages = packagesOf(file);
  const names = new Set(packages.map(([path]) => path.split("node_modules/").at(-1)));
  const missing = packages.flatMap(([, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !names.has(name)),
  );
  expect(missing).toEqual([]);
});
