import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { paths } from "../../toolchain/paths.ts";
import { runCommand } from "../support/run-command.ts";
import { removeProject, setUp, startProject } from "./started-project.ts";

const MEGABYTE = 1024 ** 2;

afterEach(removeProject);

/** Starts a set-up and kills it, with all it started, as soon as the sign is there. */
async function interruptSetUp(folder: string, sign: () => boolean): Promise<void> {
  const child = spawn("sh", ["toolchain/bootstrap.sh"], { cwd: folder, stdio: "ignore", detached: true });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const deadline = performance.now() + 600_000;
  while (!sign() && child.exitCode === null && performance.now() < deadline) await sleep(20);
  expect(sign()).toBe(true);
  expect(child.exitCode).toBe(null);
  process.kill(-(child.pid ?? 0), "SIGKILL");
  await ended;
}

const staged = (folder: string, prefix: string, ...path: string[]): boolean => {
  const staging = join(folder, ".toolchain", "staging");
  if (!existsSync(staging)) return false;
  return readdirSync(staging).some(
    (name) => name.startsWith(prefix) && existsSync(join(staging, name, ...path)),
  );
};

/** Linux can run a command where there is no network at all. */
const withoutNetwork = spawnSync("unshare", ["-rn", "true"]).status === 0;

describe("a second set-up", () => {
  test.skipIf(!withoutNetwork)("takes less than 2 seconds and asks the network nothing", async () => {
    const seconds: number[] = [];
    // Other scenarios run beside it and take their share of the machine, so the fastest of a few is what it takes.
    do {
      const started = performance.now();
      const { exitCode, output } = await runCommand("unshare", ["-rn", "sh", "toolchain/bootstrap.sh"], {
        cwd: paths.root,
      });
      seconds.push((performance.now() - started) / 1000);
      expect(output).toMatch(/^Set-up +done/m);
      expect(exitCode).toBe(0);
    } while (Math.min(...seconds) >= 2 && seconds.length < 10);
    expect(Math.min(...seconds), seconds.join()).toBeLessThan(2);
  });
});

describe("an interrupted set-up", () => {
  test("leaves no half of the npm packages, and the next one installs them", async () => {
    const folder = startProject("node", "pulumi");
    await interruptSetUp(folder, () => staged(folder, "npm.", "node_modules"));
    expect(existsSync(join(folder, "node_modules"))).toBe(false);

    const { exitCode, output } = await setUp(folder);
    expect(output).toMatch(/^npm packages +installed from package-lock\.json/m);
    expect(exitCode).toBe(0);
    expect(existsSync(join(folder, "node_modules", "@pulumi", "pulumi", "package.json"))).toBe(true);
    expect(readdirSync(join(folder, ".toolchain", "staging"))).toEqual([]);
  });

  test("leaves no half of the CLI, and the next one builds it", async () => {
    const folder = startProject("node");
    symlinkSync(join(paths.root, "node_modules"), join(folder, "node_modules"));
    await interruptSetUp(folder, () => staged(folder, "pulumi.") && !staged(folder, "pulumi-vendor"));
    expect(existsSync(join(folder, ".toolchain", "manifest.json"))).toBe(false);

    const { exitCode, output } = await setUp(folder);
    expect(output).toMatch(/^Pulumi CLI +v[\d.]+ built from its Go module/m);
    expect(exitCode).toBe(0);
    const pulumi = spawnSync(join(folder, ".toolchain", "bin", "pulumi"), ["version"], { encoding: "utf8" });
    expect(pulumi.stdout).toMatch(/^v3\./);
  });

  test("whose lock stayed behind does not hold up the next one", async () => {
    const folder = startProject("node", "pulumi");
    symlinkSync(join(paths.root, "node_modules"), join(folder, "node_modules"));
    writeFileSync(
      join(folder, ".toolchain", "setup.lock"),
      JSON.stringify({ pid: 999_999, started: "long ago" }),
    );
    const { exitCode, output } = await setUp(folder);
    expect(output).not.toContain("waiting");
    expect(exitCode).toBe(0);
  });
});

describe("two set-ups at once", () => {
  test("both end well, and the work is done once", async () => {
    const folder = startProject("node", "pulumi");
    const results = await Promise.all([setUp(folder), setUp(folder)]);
    const outputs = results.map(({ output }) => output);
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(outputs.filter((output) => output.includes("waiting for the one that runs already"))).toHaveLength(
      1,
    );
    expect(outputs.filter((output) => output.includes("installed from package-lock.json"))).toHaveLength(1);
  });
});

describe("a set-up that cannot be done", () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  /** PATH with only the named programs of the machine. */
  function pathWith(...programs: string[]): string {
    const folder = mkdtempSync(join(tmpdir(), "slipway-path-"));
    folders.push(folder);
    for (const name of programs) {
      const places = (process.env["PATH"] ?? "").split(delimiter).map((place) => join(place, name));
      const found = places.find(existsSync);
      if (found !== undefined) symlinkSync(found, join(folder, name));
    }
    return folder;
  }
  const basics = [
    "sh",
    "cat",
    "chmod",
    "cp",
    "date",
    "dirname",
    "env",
    "grep",
    "ln",
    "mkdir",
    "mv",
    "paste",
    "ps",
    "readlink",
    "rm",
    "sed",
    "tail",
    "tr",
    "uname",
  ];

  test.skipIf(!withoutNetwork)(
    "for want of Go and of a vendor that answers, says what to install",
    async () => {
      const folder = startProject("node");
      symlinkSync(join(paths.root, "node_modules"), join(folder, "node_modules"));
      const env = { ...process.env, PATH: pathWith(...basics, "node", "npm", "unshare") };
      const { exitCode, output } = await runCommand("unshare", ["-rn", "sh", "toolchain/bootstrap.sh"], {
        cwd: folder,
        env,
      });
      expect(output).toMatch(/set-up failed: The Pulumi CLI is not on PATH.*Install Go [\d.]+ or newer/);
      expect(exitCode).toBe(1);
      expect(existsSync(join(folder, ".toolchain", "manifest.json"))).toBe(false);
    },
  );

  test("for want of Node and npm, says so before anything else", async () => {
    const folder = startProject();
    const { exitCode, output } = await setUp(folder, { ...process.env, PATH: pathWith(...basics) });
    expect(output).toContain("neither Node 22.18 or newer nor npm is on PATH. Install Node");
    expect(exitCode).toBe(1);
  });

  test.skipIf(process.getuid?.() !== 0)(
    "for want of disk, says how much it needs and leaves nothing",
    async () => {
      const folder = startProject("node");
      const tools = join(folder, ".toolchain");
      mkdirSync(tools, { recursive: true });
      const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${200 * MEGABYTE}`, "tmpfs", tools]);
      if (mounted.status !== 0) return;
      try {
        const { exitCode, output } = await setUp(folder);
        expect(output).toMatch(/needs [\d.]+ GB of free disk in .*Free some, then run this again\./);
        expect(exitCode).toBe(1);
        expect(existsSync(join(folder, "node_modules"))).toBe(false);
        expect(readdirSync(tools)).not.toContain("manifest.json");
      } finally {
        spawnSync("umount", [tools]);
      }
    },
  );
});
