import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CopiedStores } from "../../components/backups/copied-stores.ts";
import { AgeRecipient } from "../../model/age-recipient.ts";
import { port } from "../../model/port.ts";
import { CopyFailed } from "../../tools/repository-backup/mirror-bundle.ts";
import { copyRepositories } from "../../tools/repository-backup/sealed-copy.ts";
import { whyNoBackups } from "./backup/provide-programs.ts";
import { bucket, type Copied, keys, SnapshotRig } from "./backup/snapshot-rig.ts";

/** With cold caches Go fetches and compiles all that the programs are made of. */
const COLD_MILLISECONDS = 20 * 60_000;
const source = "staging/shop/repositories";
const names = ["shop/api", "shop/pages"] as const;

const reason = whyNoBackups();
if (reason !== undefined) console.log(`Copies of repositories are not tried: ${reason}.`);

const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync("git", ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com", ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
const refsOf = (folder: string): string[] =>
  git(folder, "for-each-ref", "--format=%(refname) %(objectname)").trim().split("\n").sort();

describe.skipIf(reason !== undefined)("copies of real repositories in a real object store", () => {
  let rig: SnapshotRig;
  let server: string;
  const copied: Copied = {
    source,
    settings: { files: { root: "/", folders: ["repositories"] } },
    environment: {},
  };
  const place = (name: string): string => join(server, `${name}.git`);
  const copy = (repositories: readonly string[] = names, token?: string): Promise<number> => {
    const recipient = /public key: (\S+)/.exec(readFileSync(rig.identityFile, "utf8"))?.[1] ?? "";
    const recipients = [AgeRecipient.parse(recipient)];
    const dumps: CopiedStores["dumps"] = {
      bucket,
      endpoint: { url: `http://127.0.0.1:${rig.link.port}`, port: port(rig.link.port) },
      region: "us-east-1",
      recipients,
      secretRecipients: recipients,
    };
    return copyRepositories({
      copied: { dumps, source: () => source },
      repositories: repositories.map((name) => ({
        name,
        server: `file://${server}`,
        ...(token === undefined ? {} : { token }),
      })),
      program: rig.programs.backup,
      keys: { AWS_ACCESS_KEY_ID: keys.id, AWS_SECRET_ACCESS_KEY: keys.secret },
      told: () => undefined,
    });
  };

  beforeAll(async () => {
    rig = await SnapshotRig.start(console.log);
    server = mkdtempSync(join(rig.folder, "server-"));
    for (const name of names) {
      mkdirSync(place(name), { recursive: true });
      git(place(name), "init", "--quiet", "--bare", "--initial-branch=main");
      const work = mkdtempSync(join(rig.folder, "work-"));
      git(work, "clone", "--quiet", place(name), ".");
      for (const change of ["one", "two"]) {
        writeFileSync(join(work, ".env.example"), `${change}\nSESSION_SECRET=\n`);
        writeFileSync(join(work, "binary"), randomBytes(50_000));
        git(work, "add", ".");
        git(work, "commit", "--quiet", "-m", change);
      }
      git(work, "tag", "-a", "v1.0.0", "-m", "first");
      git(work, "switch", "--quiet", "-c", "feature/with-slash", "HEAD~1");
      git(work, "commit", "--quiet", "--allow-empty", "-m", "aside");
      git(work, "push", "--quiet", "origin", "--all");
      git(work, "push", "--quiet", "origin", "--tags");
      git(work, "push", "--quiet", "origin", "HEAD:refs/pull/7/head");
    }
  }, COLD_MILLISECONDS);
  afterAll(async () => {
    await rig.stop();
  });

  test("each repository can be cloned from what is fetched, every ref as it was (BDR-03, BDR-14)", async () => {
    expect(await copy()).toBe(0);
    const folder = mkdtempSync(join(rig.folder, "fetched-"));
    execFileSync("tar", ["--extract", "--file", rig.fetch(copied, "repositories.tar")], { cwd: folder });
    for (const name of names) {
      const again = mkdtempSync(join(rig.folder, "again-"));
      git(again, "clone", "--quiet", "--mirror", join(folder, "repositories", `${name}.bundle`), ".");
      expect(refsOf(again)).toEqual(refsOf(place(name)));
      expect(refsOf(again)).toHaveLength(4);
      git(again, "fsck", "--full", "--strict");
      // Documented variables are part of the repository.
      expect(git(again, "show", "main:.env.example")).toBe("two\nSESSION_SECRET=\n");
      expect(git(again, "symbolic-ref", "HEAD").trim()).toBe("refs/heads/main");
    }
  });

  test("half of the repositories is no copy, and what was there stays", async () => {
    const before = rig.sums(copied);
    await expect(copy([...names, "shop/gone"])).rejects.toThrow(
      /^shop\/gone could not be copied: .*See whether it is there, and whether REPOSITORIES_TOKEN may read it\.$/,
    );
    expect(rig.sums(copied)).toEqual(before);
  });

  test("an empty repository is no copy", async () => {
    mkdirSync(place("shop/empty"), { recursive: true });
    git(place("shop/empty"), "init", "--quiet", "--bare");
    await expect(copy(["shop/empty"])).rejects.toThrow(/^shop\/empty is empty\. Push to it/);
  });

  test("a repository with a damaged object is no copy", async () => {
    const damaged = place("shop/damaged");
    mkdirSync(damaged, { recursive: true });
    git(damaged, "clone", "--quiet", "--bare", "--no-local", place("shop/api"), ".");
    const packs = join(damaged, "objects/pack");
    for (const pack of readdirSync(packs).filter((file) => file.endsWith(".pack"))) {
      const path = join(packs, pack);
      const bytes = readFileSync(path);
      bytes.fill(0, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 64);
      execFileSync("chmod", ["u+w", path]);
      writeFileSync(path, bytes);
    }
    await expect(copy(["shop/damaged"])).rejects.toThrow(CopyFailed);
  });

  test("the token is in no message, and nothing is left on this machine's disk", async () => {
    const token = randomBytes(20).toString("hex");
    const failed: unknown = await copy(["shop/gone"], token).catch((error: unknown) => error);
    expect(String(failed)).toContain("CopyFailed");
    expect(String(failed)).not.toContain(token);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith("slipway-repositories-"))).toEqual([]);
  });

  test("the bucket refuses: the program's code is the answer, and it is said what to do", async () => {
    rig.link.cut();
    expect(await copy()).toBe(1);
    rig.link.open();
    expect(await copy()).toBe(0);
  });
});
