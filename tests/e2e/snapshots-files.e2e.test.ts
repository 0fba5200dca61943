import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileFaults } from "./backup/file-faults.ts";
import { whyNoBackups } from "./backup/provide-programs.ts";
import { SecretVolume, type VolumeFile, type VolumeFiles } from "./backup/secret-volume.ts";
import { bucket, type Copied, SnapshotRig } from "./backup/snapshot-rig.ts";

/** With cold caches Go fetches and compiles all that the programs are made of. */
const COLD_MILLISECONDS = 20 * 60_000;

const reason = whyNoBackups();
if (reason !== undefined) console.log(`Copies of files are not tried: ${reason}.`);

/** Random, so that it can be looked for in everything that is printed and kept. */
const canary = `canary${randomBytes(12).toString("hex")}`;

const secrets: Readonly<Record<string, VolumeFiles>> = {
  "api-key-v1": { value: { content: Buffer.from(canary) } },
  "quoted-v2": {
    value: { content: Buffer.from(`"${canary}'\n\ttwo lines, $HOME \`id\` \\ and no end of line`) },
    empty: { content: Buffer.alloc(0) },
  },
  "long-v1": {
    value: { content: Buffer.from(canary + "x".repeat(10_000)) },
    binary: { content: Buffer.concat([Buffer.from(canary), randomBytes(4096)]), mode: 0o400 },
    "below/deeper.pem": { content: Buffer.from(`${canary}\r\n`), mode: 0o444 },
  },
};
const settings = {
  "backend-config-83d793eb": { LOG_LEVEL: { content: Buffer.from("info\n"), mode: 0o444 } },
};

describe.skipIf(reason !== undefined)("copies of Secrets in a real object store", () => {
  let rig: SnapshotRig;
  let root: string;
  const volumes = new Map<string, SecretVolume>();
  const folders = [
    ...Object.keys(settings).map((name) => `settings/${name}`),
    ...Object.keys(secrets).map((name) => `secrets/${name}`),
  ];
  const copied = (names: readonly string[] = folders): Copied => ({
    source: "staging/shop/secrets",
    settings: { files: { root, folders: names } },
    environment: {},
  });

  /** By path in the archive, each file's content and mode. */
  const unpacked = (name: string): Map<string, VolumeFile> => {
    const folder = mkdtempSync(join(rig.folder, "unpacked-"));
    execFileSync("tar", ["--extract", "--preserve-permissions", "--file", rig.fetch(copied(), name)], {
      cwd: folder,
    });
    return filesBelow(folder);
  };

  beforeAll(async () => {
    rig = await SnapshotRig.start(console.log);
    root = join(rig.folder, "mounted");
    mkdirSync(root);
    for (const [name, files] of Object.entries(secrets))
      volumes.set(name, new SecretVolume(join(root, "secrets", name), files));
    for (const [name, files] of Object.entries(settings))
      new SecretVolume(join(root, "settings", name), files);
  }, COLD_MILLISECONDS);
  afterAll(async () => {
    await rig.stop();
  });

  test("every key of every Secret comes back, byte for byte, with its mode, and nothing else (BDR-12, SEC-14)", async () => {
    const ended = await rig.snapshot(copied());
    expect(ended).toMatchObject({ code: 0 });
    const wanted = new Map(
      Object.entries({ secrets, settings }).flatMap(([group, named]) =>
        Object.entries<VolumeFiles>(named).flatMap(([name, files]) =>
          Object.entries(files).map(([key, { content, mode = 0o440 }]): [string, VolumeFile] => [
            `${group}/${name}/${key}`,
            { content, mode },
          ]),
        ),
      ),
    );
    expect(unpacked("secrets.tar")).toEqual(wanted);
    const { output } = await rig.run(["list"], copied());
    expect(output).toMatch(/^backup_\d{8}_\d{6} +\d+ +\d+ +- +staging\/shop\/secrets +good$/m);
    const manifest = rig.store
      .keys(bucket, "staging/shop/secrets")
      .find((key) => /^backup_\d+_\d+\.json$/.test(key));
    const text = readFileSync(rig.store.file(bucket, `staging/shop/secrets/${manifest ?? "none"}`), "utf8");
    expect(JSON.parse(text)).toMatchObject({ files: wanted.size, source: "staging/shop/secrets" });
  });

  test("nothing of a value is told, and nothing of it lies in the store (SEC-06)", async () => {
    const runs = [
      await rig.snapshot(copied()),
      await rig.run(["list"], copied()),
      await rig.run(["metrics"], copied()),
      await rig.run(["prune"], copied()),
    ];
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    for (const { said, output } of runs) expect(said + output).not.toContain(canary);
    const stored = rig.store.keys(bucket, "staging/shop/secrets");
    expect(stored.length).toBeGreaterThanOrEqual(3);
    for (const key of stored)
      expect(readFileSync(rig.store.file(bucket, `staging/shop/secrets/${key}`)).includes(canary), key).toBe(
        false,
      );
  });

  test("a Secret gets other values while it is copied: all are of before, or the run says so", async () => {
    const [volume, old] = [volumes.get("long-v1"), secrets["long-v1"]];
    if (!volume || !old) throw new Error("there is no such volume");
    const next = {
      ...old,
      value: { content: Buffer.from("next") },
      binary: { content: Buffer.from("next") },
    };
    for (let turn = 0; turn < 6; turn += 1) {
      const running = rig.snapshot(copied());
      const turning = setInterval(() => {
        volume.turn(turn % 2 === 0 ? next : old);
      }, 3);
      const ended = await running;
      clearInterval(turning);
      if (ended.code !== 0) {
        expect(ended.said).toMatch(/changed while it was read|can't be looked at/);
        continue;
      }
      const files = unpacked(`turned-${turn}.tar`);
      const values = ["value", "binary"].map((key) =>
        files.get(`secrets/long-v1/${key}`)?.content.equals(Buffer.from("next")),
      );
      expect(new Set(values).size).toBe(1);
    }
    volume.turn(old);
  });

  test.each(fileFaults(canary))("$says: nothing is lost, and no value is shown", async (fault) => {
    const { strike, code, told } = fault;
    const before = rig.sums(copied());
    const struck = await strike({ rig, root, folders, copied });
    expect(struck).toMatchObject({ code });
    expect(struck.said).toMatch(told);
    expect(struck.said + struck.output).not.toContain(canary);
    expect(rig.sums(copied())).toEqual(before);
    expect(rig.store.unfinished(bucket)).toEqual([]);
    const records = readFileSync(rig.store.file(bucket, "staging/shop/secrets/runs/snapshot.json"), "utf8");
    expect(records).not.toContain(canary);
    if (code === 1) expect((await rig.metrics(copied())).get("run_exit_code of snapshot")).toBe(1);
  });

  test("a copy opens with programs that anybody has, each Secret in a folder of its own", async () => {
    expect(await rig.snapshot(copied())).toMatchObject({ code: 0 });
    const folder = mkdtempSync(join(rig.folder, "restored-"));
    const identity = rig.identityFile;
    // What anybody has, in place of the program.
    const content = rig.newestContent(copied());
    const decrypted = execFileSync(rig.programs.age, ["--decrypt", "-i", identity, content]);
    execFileSync("tar", ["--extract"], { cwd: folder, input: zstdDecompressSync(decrypted) });
    expect(readdirSync(join(folder, "secrets")).sort()).toEqual(Object.keys(secrets).sort());
    expect(readFileSync(join(folder, "secrets/api-key-v1/value"), "utf8")).toBe(canary);
  });
});

function filesBelow(folder: string): Map<string, VolumeFile> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return new Map(
    names.flatMap((name): [string, VolumeFile][] => {
      const path = join(folder, name);
      const status = statSync(path);
      return status.isFile() ? [[name, { content: readFileSync(path), mode: status.mode & 0o777 }]] : [];
    }),
  );
}
