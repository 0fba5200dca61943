import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { opensSalt } from "../../toolchain/engine/passphrase-salt.ts";
import { EncryptedProject } from "./passphrase/encrypted-project.ts";

const told = `told-${randomBytes(12).toString("hex")}`;
const passphrase = (): string => randomBytes(24).toString("base64url");
const salts = (text: string): readonly string[] =>
  [...text.matchAll(/(?:"salt": *"|encryptionsalt: *)(v1:[^\s"]+)/g)].map(([, salt = ""]) => salt);

let project: EncryptedProject;
let old: string;
let next: string;
beforeEach(() => {
  project = new EncryptedProject();
  [old, next] = [passphrase(), passphrase()];
});
afterEach(() => {
  project.remove();
});

const both = (): NodeJS.ProcessEnv => ({ PULUMI_CONFIG_PASSPHRASE: old, NEW_PASSPHRASE: next });

/** Every file that the stack's people, its backend and the engine's home have. */
const files = (): readonly string[] =>
  [project.folder, project.home].flatMap((folder) =>
    // Links are not followed: the packages and the toolchain are not this stack's.
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
const filesWith = (...texts: string[]): readonly string[] =>
  files().filter((file) => texts.some((text) => readFileSync(file).includes(text)));

describe("a passphrase that is changed", () => {
  test("opens the state, the old one no longer does, and nothing of it is written in plain", async () => {
    await project.deploy("staging", old, told);
    const before = await project.secrets("staging", old);
    expect(before).toMatchObject({ told });
    const comments = project.file("staging").match(/# .*/g);

    const { exitCode, output } = await project.rotate("staging", both());
    expect(output).toContain("staging opens with the new passphrase, and no longer with the old one.");
    expect(exitCode).toBe(0);
    for (const secret of [old, next, told, before?.["made"] ?? "?"]) expect(output).not.toContain(secret);

    expect(await project.secrets("staging", next)).toEqual(before);
    expect(await project.secrets("staging", old)).toBeUndefined();
    const asked = ["config", "get", "--stack", "staging", "tried:told"];
    expect(await project.pulumi(next, ...asked)).toEqual({ exitCode: 0, output: `${told}\n` });
    expect((await project.pulumi(old, ...asked)).output).toContain("incorrect passphrase");
    expect(project.file("staging").match(/# .*/g)).toEqual(comments);

    expect(files().some((file) => file.includes(".pulumi/history/"))).toBe(true);
    expect(filesWith(old, next, told, before?.["made"] ?? "?")).toEqual([]);

    const same = await project.pulumi(next, "up", "--stack", "staging", "--yes", "--expect-no-changes");
    expect(same).toMatchObject({ exitCode: 0 });
    const again = await project.rotate("staging", both());
    expect(again).toMatchObject({ exitCode: 0 });
    expect(again.output).toContain("and did before");
  });

  test("leaves copies of the state from before that the old one opens, and only such", async () => {
    await project.deploy("staging", old, told);
    await project.rotate("staging", both());
    const kept = files().filter((file) => /backend\/\.pulumi\/.*(?:\.bak|\.checkpoint\.json)$/.test(file));
    expect(kept.map((file) => file.replace(/.*\./, ""))).toEqual(expect.arrayContaining(["bak", "json"]));
    for (const file of kept) {
      const [salt = ""] = salts(readFileSync(file, "utf8"));
      if (salt !== "") expect([opensSalt(salt, old), opensSalt(salt, next)]).toEqual([true, false]);
    }
    const [inState = ""] = salts(project.state("staging"));
    expect([opensSalt(inState, old), opensSalt(inState, next)]).toEqual([false, true]);
  });

  test("is read from files, too", async () => {
    await project.deploy("staging", old, told);
    const [oldFile, newFile] = [join(project.home, "old"), join(project.home, "new")];
    writeFileSync(oldFile, `${old}\n`);
    writeFileSync(newFile, `${next}\n`);
    const given = { PULUMI_CONFIG_PASSPHRASE_FILE: oldFile, NEW_PASSPHRASE_FILE: newFile };
    expect(await project.rotate("staging", given)).toMatchObject({ exitCode: 0 });
    expect(await project.secrets("staging", next)).toMatchObject({ told });
  });

  test("of dev's local state is made up, and stands where the engine looks for it", async () => {
    const local = { PULUMI_BACKEND_URL: undefined };
    const file = join(project.folder, ".toolchain", "state", "passphrase");
    const first = await project.rotate("dev", local);
    expect(first).toMatchObject({ exitCode: 0 });
    const engine = {
      PULUMI_BACKEND_URL: `file://${join(project.folder, ".toolchain", "state")}`,
      PULUMI_CONFIG_PASSPHRASE_FILE: file,
    };
    const set = ["config", "set", "--stack", "dev", "--secret", "tried:told", told];
    expect(await project.pulumi(engine, ...set)).toMatchObject({ exitCode: 0 });
    const up = ["up", "--stack", "dev", "--yes", "--skip-preview"];
    expect(await project.pulumi(engine, ...up)).toMatchObject({ exitCode: 0 });
    const before = readFileSync(file, "utf8").trim();

    expect(await project.rotate("dev", local)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(file, "utf8").trim()).not.toBe(before);
    expect(existsSync(`${file}.new`)).toBe(false);
    const shown = ["stack", "export", "--stack", "dev", "--show-secrets"];
    expect((await project.pulumi(engine, ...shown)).output).toContain(told);
    const withOld = {
      ...engine,
      PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
      PULUMI_CONFIG_PASSPHRASE: before,
    };
    expect((await project.pulumi(withOld, ...shown)).output).not.toContain(told);
  });
});

describe("a passphrase that can't be changed", () => {
  test("while an update is under way, and nothing has changed then", async () => {
    await project.deploy("staging", old, told);
    const file = project.file("staging");
    writeFileSync(join(project.folder, "wait"), "");
    const update = project.pulumi(old, "up", "--stack", "staging", "--yes", "--skip-preview");
    try {
      await vi.waitFor(() => {
        expect(files().some((name) => /\.pulumi\/locks\/.*\.json$/.test(name))).toBe(true);
      }, 60_000);
      const { exitCode, output } = await project.rotate("staging", both());
      expect(output).toMatch(/staging is locked by \S+ on \S+ \(process \d+\).*Nothing was changed/);
      expect(exitCode).toBe(1);
      expect(project.file("staging")).toBe(file);
    } finally {
      rmSync(join(project.folder, "wait"));
    }
    expect(await update).toMatchObject({ exitCode: 0 });
    expect(await project.secrets("staging", old)).toMatchObject({ told });
  });

  test("with another passphrase than the one in force, or where a KMS encrypts", async () => {
    await project.deploy("staging", old, told);
    const file = project.file("staging");
    const wrong = await project.rotate("staging", { ...both(), PULUMI_CONFIG_PASSPHRASE: passphrase() });
    expect(wrong.output).toContain("Neither passphrase opens");
    expect(wrong.exitCode).toBe(1);
    expect(project.file("staging")).toBe(file);

    writeFileSync(
      join(project.folder, "Pulumi.staging.yaml"),
      `secretsprovider: awskms://alias/state\n${file.replace(/^encryptionsalt:.*\n/m, "")}`,
    );
    const kept = await project.rotate("staging", both());
    expect(kept.output).toContain('is encrypted by "awskms://alias/state" and not with a passphrase');
    expect(kept.exitCode).toBe(1);
  });
});

/** The moments at which a rotation is killed, by what has happened by then. */
const moments: readonly (readonly [
  when: string,
  has: (before: { file: string; state: string }) => boolean,
])[] = [
  [
    "before the engine began",
    () => existsSync(join(project.folder, ".toolchain", "rotation", "staging.json")),
  ],
  ["after the file and before the state", ({ file }) => project.file("staging") !== file],
  ["after the state", ({ state }) => project.state("staging") !== state],
];

/** A rotation that ends just then has no group any more, and what is asked of a killed one is true of it too. */
function killGroup({ pid = 0 }: ChildProcess): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

describe("a rotation that is killed", () => {
  test.each(moments)(
    "%s leaves a state that one of both opens, and goes on when it is run again",
    async (_, has) => {
      await project.deploy("staging", old, told);
      const before = { file: project.file("staging"), state: project.state("staging") };
      const rotation = project.startRotation("staging", both());
      const ended = new Promise((resolve) => rotation.once("close", resolve));
      while (!has(before) && rotation.exitCode === null) await sleep(1);
      killGroup(rotation);
      await ended;

      const opened = [await project.secrets("staging", old), await project.secrets("staging", next)];
      expect(opened.filter((secrets) => secrets !== undefined)).toEqual([expect.objectContaining({ told })]);

      // A killed engine may leave its lock, as any killed update does.
      await project.pulumi(old, "cancel", "--stack", "staging", "--yes");
      expect(await project.rotate("staging", both())).toMatchObject({ exitCode: 0 });
      expect(await project.secrets("staging", next)).toMatchObject({ told });
      expect(await project.secrets("staging", old)).toBeUndefined();
      expect(filesWith(old, next, told)).toEqual([]);
      const asked = ["config", "get", "--stack", "staging", "tried:told"];
      expect(await project.pulumi(next, ...asked)).toEqual({ exitCode: 0, output: `${told}\n` });
    },
  );

  test("in the middle of writing the file loses nothing of it", async () => {
    await project.deploy("staging", old, told);
    const file = project.file("staging");
    const rotation = project.startRotation("staging", both());
    const ended = new Promise((resolve) => rotation.once("close", resolve));
    while (!existsSync(join(project.folder, ".toolchain", "rotation", "staging.json"))) await sleep(1);
    killGroup(rotation);
    await ended;
    writeFileSync(join(project.folder, "Pulumi.staging.yaml"), file.slice(0, file.length / 2));

    await project.pulumi(old, "cancel", "--stack", "staging", "--yes");
    expect(await project.rotate("staging", both())).toMatchObject({ exitCode: 0 });
    const withoutKeys = (text: string): string => text.replace(/v1:\S+/g, "");
    expect(withoutKeys(project.file("staging"))).toBe(withoutKeys(file));
    const asked = ["config", "get", "--stack", "staging", "tried:told"];
    expect(await project.pulumi(next, ...asked)).toEqual({ exitCode: 0, output: `${told}\n` });
  });
});
