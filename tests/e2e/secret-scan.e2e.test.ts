import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { provideGitleaks, whyNoGitleaks } from "../../toolchain/gitleaks/gitleaks.ts";
import { type Leak, scan } from "../../toolchain/gitleaks/scan.ts";
import { paths } from "../../toolchain/paths.ts";
import { copyProject, type ProjectCopy } from "../support/project-copy.ts";
import { type CommandResult, runCommand } from "../support/run-command.ts";
import { harmlessFiles, plantedFiles } from "./secret-scan/planted-files.ts";
import { lettersAndDigits, plantedSecrets } from "./secret-scan/planted-secrets.ts";
import { git, gitEnvironment, scratchRepository, writeIn } from "./secret-scan/scratch-repository.ts";

const reason = whyNoGitleaks();
if (reason !== undefined) console.log(`Secrets are not looked for: ${reason}.`);

const configuration = join(paths.root, ".gitleaks.toml");
const ownRules = [...readFileSync(configuration, "utf8").matchAll(/^id = "(.+)"$/gm)].map(
  ([, id = ""]) => id,
);
const scanHistory = async (folder: string): Promise<readonly Leak[]> =>
  scan(await provideGitleaks(console.log), folder, configuration, { kind: "history", revisions: ["HEAD"] });

describe.skipIf(reason !== undefined)("what may not be committed", () => {
  const secrets = plantedSecrets();
  const files = plantedFiles();
  let rulesOf: ReadonlyMap<string, readonly string[]>;

  beforeAll(async () => {
    const repository = scratchRepository(
      Object.fromEntries([...secrets, ...files].map(({ file, text }) => [file, text] as const)),
    );
    try {
      const leaks = await scanHistory(repository.folder);
      rulesOf = new Map(
        [...Map.groupBy(leaks, ({ file }) => file)].map(([file, found]) => [
          file,
          found.map(({ rule }) => rule),
        ]),
      );
    } finally {
      repository.remove();
    }
  });

  test("a secret of any shape, of each system and environment, is found by its rule wherever it is written", () => {
    const missed = secrets.filter(({ file, rule }) => !(rulesOf.get(file) ?? []).includes(rule));
    expect(missed.map(({ what, rule, file }) => `${what}: ${rule} does not find ${file}`)).toEqual([]);
    expect(secrets.length).toBeGreaterThan(300);
    console.log(`${secrets.length} secrets planted, ${secrets.length} found`);
  });

  test.each(files.map(({ what, rule, file }) => ({ what, rule, file })))(
    "$what is found by $rule",
    ({ rule, file }) => {
      expect(rulesOf.get(file)).toContain(rule);
    },
  );

  test("no rule of our own is idle", () => {
    const fired = new Set([...rulesOf.values()].flat());
    expect(ownRules.filter((rule) => !fired.has(rule))).toEqual([]);
    expect(ownRules.length).toBeGreaterThan(15);
  });

  test("what is no secret is let through", async () => {
    const repository = scratchRepository(harmlessFiles);
    try {
      expect(await scanHistory(repository.folder)).toEqual([]);
    } finally {
      repository.remove();
    }
  });

  test("a key that a later commit took out is still found, until that very finding is excused", async () => {
    const repository = scratchRepository({ "notes.md": `key: sk-ant-${lettersAndDigits(40)}\n` });
    try {
      writeIn(repository.folder, "notes.md", "key: gone\n");
      git(repository.folder, "commit", "--quiet", "--all", "--message=take it out");
      const leaks = await scanHistory(repository.folder);
      expect(leaks.map(({ rule, file }) => `${rule} ${file}`)).toEqual(["slipway-anthropic-key notes.md"]);
      writeIn(repository.folder, ".gitleaksignore", `${leaks[0]?.fingerprint ?? ""}\n`);
      expect(await scanHistory(repository.folder)).toEqual([]);
    } finally {
      repository.remove();
    }
  });

  test("this repository's whole history holds no secret", async () => {
    expect(await scanHistory(paths.root)).toEqual([]);
  });

  test("what can't be looked through is no success", async () => {
    const empty = mkdtempSync(join(tmpdir(), "slipway-no-repository-"));
    try {
      await expect(scanHistory(empty)).rejects.toThrow(/did not look through all of .*not a git repository/s);
    } finally {
      rmSync(empty, { recursive: true, force: true });
    }
  });
});

describe.skipIf(reason !== undefined)("the pre-commit hook", () => {
  let project: ProjectCopy;

  beforeAll(async () => {
    await provideGitleaks(console.log);
    project = copyProject();
    git(project.folder, "init", "--quiet", "--initial-branch=main");
    git(project.folder, "add", ".");
    git(project.folder, "commit", "--quiet", "--message=all of it");
    git(project.folder, "config", "core.hooksPath", "toolchain/hooks");
  });
  afterEach(() => {
    git(project.folder, "reset", "--quiet");
  });
  afterAll(() => {
    project.remove();
  });

  const commit = (): Promise<CommandResult> =>
    runCommand("git", ["commit", "--message=tried"], { cwd: project.folder, env: gitEnvironment });
  const commits = (): number => Number(git(project.folder, "rev-list", "--count", "HEAD"));
  const stage = (file: string, text: string): void => {
    writeIn(project.folder, file, text);
    git(project.folder, "add", "--force", file);
  };

  test("refuses a key, names its place and its rule, and does not print it", async () => {
    const before = commits();
    const key = `sk_live_${lettersAndDigits(40)}`;
    stage("docs/notes.md", `Stripe: ${key}\n`);
    const { exitCode, output } = await commit();
    expect(output).toContain("docs/notes.md:1  slipway-stripe-key");
    expect(output).not.toContain(key.slice(0, 20));
    expect(exitCode).not.toBe(0);
    expect(commits()).toBe(before);
  });

  test("looks at what is staged, not at what stands in the folder", async () => {
    stage("docs/notes.md", `Stripe: sk_live_${lettersAndDigits(40)}\n`);
    writeIn(project.folder, "docs/notes.md", "Stripe: ask the owner\n");
    const { exitCode, output } = await commit();
    expect(output).toContain("slipway-stripe-key");
    expect(exitCode).not.toBe(0);
  });

  test("a comment in the line excuses nothing", async () => {
    stage("docs/notes.md", `Stripe: sk_live_${lettersAndDigits(40)} <!-- gitleaks:allow -->\n`);
    expect((await commit()).exitCode).not.toBe(0);
  });

  test("refuses a file of environment variables that somebody forced in", async () => {
    stage(".env", "NOTHING=1\n");
    const { exitCode, output } = await commit();
    expect(output).toContain("  .env  slipway-dotenv-file");
    expect(exitCode).not.toBe(0);
  });

  test("lets a clean commit pass, and one that takes a key out", async () => {
    const before = commits();
    stage("docs/notes.md", "Stripe: ask the owner\n");
    expect(await commit()).toMatchObject({ exitCode: 0 });

    stage("docs/notes.md", `Stripe: sk_live_${lettersAndDigits(40)}\n`);
    git(project.folder, "commit", "--quiet", "--no-verify", "--message=past the hook");
    git(project.folder, "rm", "--quiet", "docs/notes.md");
    expect(await commit()).toMatchObject({ exitCode: 0 });
    expect(commits()).toBe(before + 3);
  });
});
