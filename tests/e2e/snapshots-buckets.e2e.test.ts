import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backupSources } from "../../tools/repository-backup/backup-program.ts";
import { runCommand } from "../support/run-command.ts";
import { whyNoBackups } from "./backup/provide-programs.ts";
import { endsBy, requireNothingLost, runsBeside } from "./backup/snapshot-faults.ts";
import { bucket, type Copied, keys, SnapshotRig } from "./backup/snapshot-rig.ts";
import { reader, UploadBucket } from "./backup/upload-bucket.ts";
import { buildEnvironment } from "./go-program.ts";

/** With cold caches Go fetches and compiles all that the programs are made of. */
const COLD_MILLISECONDS = 20 * 60_000;
const MEBIBYTE = 1024 ** 2;

const reason = whyNoBackups();
if (reason !== undefined) console.log(`Copies of buckets are not tried: ${reason}.`);

const source = "staging/shop/bucket-uploads";

describe.skipIf(reason !== undefined)("copies of a bucket, between two real object stores", () => {
  let rig: SnapshotRig;
  let uploads: UploadBucket;
  const name = `letter-to-${randomBytes(8).toString("hex")}.pdf`;
  const files = new Map<string, Buffer>([
    [`letters/${name}`, Buffer.from(`dear ${name}`)],
    ["letters/two%20words%20%26%20more.pdf", randomBytes(100_000)],
    ["empty", Buffer.alloc(0)],
    ["video.mp4", randomBytes(13 * MEBIBYTE)],
  ]);
  const copied = (environment: Readonly<Record<string, string>> = {}): Copied => ({
    source,
    settings: { objects: uploads.settings },
    environment: {
      SOURCE_ACCESS_KEY_ID: reader.id,
      SOURCE_SECRET_ACCESS_KEY: reader.secret,
      ...environment,
    },
  });
  const contents = () => [...rig.store.sums(bucket, `${source}/contents`)];

  /** By key, checksums of what the newest copy holds. */
  const fetched = (): Map<string, string> => {
    const folder = mkdtempSync(join(rig.folder, "unpacked-"));
    execFileSync("tar", ["--extract", "--file", rig.fetch(copied(), "objects.tar")], { cwd: folder });
    const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    return new Map(
      found.map(({ parentPath, name: file }) => {
        const path = join(parentPath, file);
        return [path.slice(folder.length + 1), sumOf(readFileSync(path))];
      }),
    );
  };
  const wanted = () => new Map([...files].map(([key, content]) => [decodeURIComponent(key), sumOf(content)]));

  beforeAll(async () => {
    rig = await SnapshotRig.start(console.log);
    uploads = await UploadBucket.start(rig.programs.store, rig.folder);
    for (const [key, content] of files) uploads.put(key, content);
  }, COLD_MILLISECONDS);
  afterAll(async () => {
    await uploads.store.down();
    await rig.stop();
  });

  test("every file comes back, by a key that may only read, and the next run sends nothing (BDR-12)", async () => {
    expect(uploads.ask("PUT", "/x", { content: "x", keys: reader, refused: true }).status).toBe(403);
    expect(await rig.snapshot(copied())).toMatchObject({ code: 0 });
    const sent = contents();
    expect(sent).toHaveLength(files.size);
    expect(fetched()).toEqual(wanted());
    expect(await rig.snapshot(copied())).toMatchObject({ code: 0 });
    expect(contents()).toEqual(sent);
    const metrics = await rig.metrics(copied());
    expect(metrics.get("newest_objects")).toBe(files.size);
    expect(metrics.get("newest_sent_objects")).toBe(0);
    expect(metrics.get("run_exit_code of snapshot")).toBe(0);
    expect(await rig.run(["drill"], copied())).toMatchObject({ code: 0 });
  });

  test("nothing that lies there, and nothing that is said, tells of a file (SEC-06)", async () => {
    const runs = [await rig.snapshot(copied()), await rig.run(["list"], copied())];
    for (const { said, output } of runs) expect(said + output).not.toContain(name);
    for (const key of rig.store.keys(bucket, source)) {
      expect(key).not.toContain(name);
      expect(readFileSync(rig.store.file(bucket, `${source}/${key}`)).includes(name), key).toBe(false);
    }
  });

  test("a bucket that suddenly lists nothing is refused, and a restore over all of it is asked for twice", async () => {
    for (const key of files.keys()) uploads.remove(key);
    const struck = await rig.snapshot(copied());
    expect(struck).toMatchObject({ code: 4 });
    expect(struck.said).toContain("lists no object");
    expect(await rig.run(["restore", "--overwrite"], copied(uploads.target))).toMatchObject({ code: 2 });
    expect(await rig.run(["restore", "--prefix", ""], copied(uploads.target))).toMatchObject({ code: 2 });
    expect(await rig.run(["restore", "--overwrite", "--all"], copied(uploads.target))).toMatchObject({
      code: 0,
    });
    for (const [key, content] of files) expect(uploads.get(key)?.content.equals(content), key).toBe(true);
    expect(await rig.snapshot(copied())).toMatchObject({ code: 0 });
  });

  test("a deleted upload is brought back with its type, and nothing else is touched (BDR-06)", async () => {
    const key = `letters/${name}`;
    uploads.remove(key);
    uploads.put("empty", "no more", "text/plain");
    expect(uploads.get(key)).toBeUndefined();
    const restored = await rig.run(["restore", "--prefix", "letters/"], copied(uploads.target));
    expect(restored).toMatchObject({ code: 0 });
    expect(uploads.get(key)).toEqual({ type: "application/pdf", content: files.get(key) });
    expect(uploads.get("empty")?.content.toString()).toBe("no more");
    uploads.put("empty", Buffer.alloc(0));
  });

  test("a file that was replaced is copied as it is, and an overwriting restore brings back the copied one", async () => {
    files.set("empty", Buffer.from("as of tonight"));
    uploads.put("empty", "as of tonight", "text/plain");
    expect(await rig.snapshot(copied())).toMatchObject({ code: 0 });
    expect(fetched()).toEqual(wanted());
    uploads.put("empty", "spoilt");
    const restore = ["restore", "--prefix", "empty", "--overwrite"];
    expect(await rig.run(restore, copied(uploads.target))).toMatchObject({ code: 0 });
    expect(uploads.get("empty")).toEqual({ type: "text/plain", content: files.get("empty") });
  });

  test("a file that can't be read stays in the copy as it was, and the others are copied", async () => {
    const before = files.get("empty");
    uploads.put("empty", "not to be read", "text/plain");
    uploads.put("letters/new.pdf", "new");
    uploads.letRead("letters/*", "video.mp4");
    const struck = await rig.snapshot(copied());
    uploads.letRead("*");
    expect(struck).toMatchObject({ code: 4 });
    expect(struck.said).toContain("1 of 5 objects of the bucket uploads can't be read");
    expect((await rig.metrics(copied())).get("newest_unread_objects")).toBe(1);
    files.set("letters/new.pdf", Buffer.from("new"));
    expect(fetched()).toEqual(wanted());
    uploads.put("empty", before ?? "", "text/plain");
    expect(await rig.snapshot(copied())).toMatchObject({ code: 0 });
    expect(fetched()).toEqual(wanted());
  });

  test("a content that was changed in the store is given out to nobody, and the drill says so", async () => {
    const [largest] = contents()
      .map(([key]) => rig.store.file(bucket, `${source}/contents/${key}`))
      .sort((a, b) => readFileSync(b).length - readFileSync(a).length);
    if (largest === undefined) throw new Error("there is no content");
    const whole = readFileSync(largest);
    const changed = Buffer.from(whole);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    writeFileSync(largest, changed);
    const drilled = await rig.run(["drill"], copied());
    expect(drilled).toMatchObject({ code: 4 });
    expect(drilled.said).toContain("was changed");
    for (const key of files.keys()) uploads.remove(key);
    const restored = await rig.run(["restore"], copied(uploads.target));
    expect(restored).toMatchObject({ code: 4 });
    expect(restored.said).toContain('not restored: "video.mp4"');
    expect(rig.store.keys(bucket, source).filter((key) => key.startsWith("runs/restore"))).toHaveLength(1);
    expect(readFileSync(rig.store.file(bucket, `${source}/runs/restore.json`)).includes("video")).toBe(false);
    for (const key of files.keys()) expect(uploads.get(key) === undefined, key).toBe(key === "video.mp4");
    writeFileSync(largest, whole);
    expect(await rig.run(["restore"], copied(uploads.target))).toMatchObject({ code: 0 });
  });

  test.each([
    {
      says: "a run that is killed at its upload",
      code: null,
      told: /^/,
      strike: () => {
        uploads.put("video.mp4", randomBytes(13 * MEBIBYTE));
        return endsBy("SIGKILL", { rig, copied: copied() });
      },
    },
    {
      says: "a run that is told to stop at its upload",
      code: 1,
      told: /told to stop before the end/,
      strike: () => {
        uploads.put("video.mp4", randomBytes(13 * MEBIBYTE));
        return endsBy("SIGTERM", { rig, copied: copied() });
      },
    },
    {
      says: "a run while another is at its upload",
      code: 3,
      told: /another run works on these backups/,
      strike: () => {
        uploads.put("video.mp4", randomBytes(13 * MEBIBYTE));
        return runsBeside({ rig, copied: copied() });
      },
    },
    {
      says: "the key that reads is no more",
      code: 1,
      told: /Renew SOURCE_ACCESS_KEY_ID/,
      strike: async () => {
        uploads.store.removeUser(reader);
        const struck = await rig.snapshot(copied());
        uploads.store.restoreUser(reader);
        return struck;
      },
    },
  ])("$says: nothing is lost", async (fault) => {
    await requireNothingLost({ rig, copied: copied() }, fault);
    files.set("video.mp4", uploads.get("video.mp4")?.content ?? Buffer.alloc(0));
    expect(fetched()).toEqual(wanted());
  });

  test(
    "after a year each copy that is kept can be had back whole, and no content lies there that none names (BDR-04)",
    async () => {
      const { exitCode, output } = await runCommand(
        "go",
        ["test", "-count=1", "-timeout=10m", "-run=^TestAYearOfCopies$", "-v", "./job"],
        {
          cwd: backupSources,
          env: {
            ...process.env,
            ...buildEnvironment,
            BACKUP_COPIES_HOST: `127.0.0.1:${rig.store.port}`,
            BACKUP_COPIES_BUCKET: bucket,
            AWS_ACCESS_KEY_ID: keys.id,
            AWS_SECRET_ACCESS_KEY: keys.secret,
          },
        },
      );
      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
      expect(output).toContain("in a real store");
    },
    COLD_MILLISECONDS,
  );
});

const sumOf = (content: Buffer): string => createHash("sha256").update(content).digest("hex");
