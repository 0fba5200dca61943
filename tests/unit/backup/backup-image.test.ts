import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { serverImages } from "../../../components/backups/scratch-server.ts";
import { platformImages } from "../../../model/platform-image.ts";
import { systems } from "../../../systems/all.ts";

const read = (file: string): string =>
  readFileSync(new URL(`../../../images/backup/${file}`, import.meta.url), "utf8");

const bases = [...read("Containerfile").matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);

test("it has the client programs of every declared version, where the program looks for them (DB-01)", () => {
  const installed = [...read("Containerfile").matchAll(/ postgresql(\d+)-client/g)].map(([, major]) =>
    Number(major),
  );
  const declared = systems.flatMap(({ database }) => database?.version ?? []);
  expect([...new Set(declared)].filter((major) => !installed.includes(major))).toEqual([]);
  const [, path = ""] = /^ENV PATH=(.+)$/m.exec(read("Containerfile")) ?? [];
  expect(path.split(":")).toEqual(
    expect.arrayContaining(installed.map((major) => `/usr/libexec/postgresql${major}`)),
  );
});

test("the server that a drill restores into is of each declared version or newer (BDR-11)", () => {
  for (const [version, image] of Object.entries(serverImages))
    expect(Number.parseInt(platformImages[image].tag)).toBeGreaterThanOrEqual(Number(version));
});

test("it is built by the Go that its module asks for", () => {
  const [, version] = /^go (\d+\.\d+)\.\d+$/m.exec(read("go.mod")) ?? [];
  expect(bases[0]).toMatch(new RegExp(`/golang:${version ?? "none"}-alpine$`));
});

test("it runs as a numbered user without privileges, and as nothing but the program", () => {
  const [, uid] = /^USER (\d+):\d+$/m.exec(read("Containerfile")) ?? [];
  expect(Number(uid)).toBeGreaterThan(0);
  expect(read("Containerfile")).toMatch(/^ENTRYPOINT \["slipway-backup"\]$/m);
});

test("only what the build needs is sent to it", () => {
  expect(read(".dockerignore").split("\n")[0]).toBe("*");
});

test("the handbook has every variable and every exit code that help names", () => {
  const help = /const help = `([^`]*)`/.exec(read("slipway-backup/request.go"))?.[1] ?? "";
  const variables = new Set(help.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g));
  expect(variables.size).toBeGreaterThan(5);
  expect([...variables].filter((each) => !read("README.md").includes(`\`${each}\``))).toEqual([]);
  const codes = [...help.matchAll(/^ {2}(\d) {2}/gm)].map(([, code = ""]) => code);
  expect(codes).toEqual(["0", "1", "2", "3", "4"]);
  expect(codes.filter((code) => !new RegExp(`^\\| ${code} +\\|`, "m").test(read("README.md")))).toEqual([]);
});
