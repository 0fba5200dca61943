import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url);

/** What a target would run, of which nothing is run. Switches of whoever runs these tests are left out. */
function dryRun(target: string, ...variables: readonly string[]) {
  const { status, stdout, stderr } = spawnSync("make", ["--dry-run", target, ...variables], {
    cwd: root,
    encoding: "utf8",
    env: { PATH: process.env["PATH"] },
  });
  return { status, ran: stdout, refused: stderr };
}

const switches = [
  ["budget", "RELIABILITY", "--reliability"],
  ["budget", "JSON", "--json"],
  ["preview", "DIFF", "DIFF=1 "],
  ["test", "COVERAGE", "COVERAGE=1 "],
  ["format", "FIX", "--write"],
  ["lint", "FIX", "--fix"],
] as const;

test.each(switches)("make %s is switched by %s=1 and by nothing else", (target, name, on) => {
  expect(dryRun(target, `${name}=1`).ran).toContain(on);
  for (const off of [[], [`${name}=`]]) {
    const { status, ran } = dryRun(target, ...off);
    expect(status).toBe(0);
    expect(ran).not.toContain(on);
  }
});

test.each(["0", "false", "no", "true", "11", "1 1"])("a switch that says %j is refused", (value) => {
  const { status, ran, refused } = dryRun("budget", "STACK=production", `RELIABILITY=${value}`);
  expect(status).toBe(2);
  expect(ran).not.toContain("tools/budget.ts");
  expect(refused).toContain(
    `RELIABILITY="${value}" is neither on nor off. Say RELIABILITY=1, or leave it out`,
  );
});

test("every switch of the Makefile is one of these", () => {
  const text = readFileSync(new URL("Makefile", root), "utf8");
  const called = [...text.matchAll(/\$\(call switch,(\w+)/g)].map(([, name]) => name);
  expect(called.filter((name) => name !== "NAME").sort()).toEqual(switches.map(([, name]) => name).sort());
  // A variable that is only asked whether it is there is passed on as it is.
  const asked = [...text.matchAll(/\$\(if \$\((\w+)\),([^)]*)/g)];
  expect(asked.length).toBeGreaterThan(0);
  for (const [all, name = "", given = ""] of asked) expect(given, all).toContain(`$(${name}`);
});
