import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ended } from "./backup/backup-run.ts";
import { PlayedQdrant, type QdrantFault } from "./backup/played-qdrant.ts";
import { whyNoBackups } from "./backup/provide-programs.ts";
import { endsBy, requireNothingLost, runsBeside, type SnapshotFault } from "./backup/snapshot-faults.ts";
import { type Copied, SnapshotRig } from "./backup/snapshot-rig.ts";

/** With cold caches Go fetches and compiles all that the programs are made of. */
const COLD_MILLISECONDS = 20 * 60_000;
const MEBIBYTE = 1024 ** 2;

const reason = whyNoBackups();
if (reason !== undefined) console.log(`Copies of a played Qdrant are not tried: ${reason}.`);

const seen = { survived: 0, lost: 0, collections: 0 };

describe.skipIf(reason !== undefined)("copies of a played Qdrant in a real object store", () => {
  let rig: SnapshotRig;
  let qdrant: PlayedQdrant;
  const copied = (key = qdrant.key, url = qdrant.url): Copied => ({
    source: "dev/shop/vector-store",
    settings: { qdrant: { url } },
    environment: { QDRANT_API_KEY: key },
  });
  const restoring = (target: PlayedQdrant): Copied => ({
    ...copied(),
    environment: { QDRANT_API_KEY: target.key, TARGET_QDRANT_URL: target.url },
  });
  /** Copies while something is wrong with the server. */
  const snapshotWith = async (fault: QdrantFault): Promise<Ended> => {
    qdrant.fault = fault;
    const ended = await rig.snapshot(copied());
    qdrant.fault = undefined;
    return ended;
  };

  beforeAll(async () => {
    rig = await SnapshotRig.start(console.log);
    qdrant = await PlayedQdrant.start();
    qdrant.collections.set("documents", randomBytes(24 * MEBIBYTE));
    qdrant.collections.set("images of 2026/11", randomBytes(3 * MEBIBYTE));
    qdrant.collections.set("empty", Buffer.alloc(0));
    qdrant.aliases.set("current", "documents");
  }, COLD_MILLISECONDS);
  afterAll(async () => {
    qdrant.stop();
    await rig.stop();
    console.log(
      [
        "Copies of a played Qdrant:",
        `  faults survived   ${seen.survived}`,
        `  collections lost  ${seen.lost} of ${seen.collections}`,
      ].join("\n"),
    );
  });

  test("every collection and alias comes back, byte for byte, and nothing is left on the server's disk (SYS-16)", async () => {
    expect(await rig.snapshot(copied())).toMatchObject({ code: 0 });
    expect(qdrant.left).toBe(0);
    const { output } = await rig.run(["list"], copied());
    expect(output).toMatch(/^backup_\d{8}_\d{6} +\d+ +\d+ +1\.16\.2 +dev\/shop\/vector-store +good$/m);
    const target = await PlayedQdrant.start();
    expect(await rig.run(["restore"], restoring(target))).toMatchObject({ code: 0 });
    expect(target.collections).toEqual(qdrant.collections);
    expect(target.aliases).toEqual(qdrant.aliases);
    target.stop();
  });

  test("a restore writes over nothing, and brings one collection back where it is named", async () => {
    const target = await PlayedQdrant.start();
    target.collections.set("documents", Buffer.from("what must stay"));
    const refused = await rig.run(["restore"], restoring(target));
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.said).toMatch(/has documents already.*--collection/);
    expect(target.collections.size).toBe(1);
    const one = await rig.run(["restore", "--collection", "images of 2026/11"], restoring(target));
    expect(one).toMatchObject({ code: 0 });
    expect(target.collections.get("images of 2026/11")).toEqual(qdrant.collections.get("images of 2026/11"));
    expect(target.collections.get("documents")?.toString()).toBe("what must stay");
    expect(target.aliases.size).toBe(0);
    const unknown = await rig.run(["restore", "--collection", "nothing"], restoring(target));
    expect(unknown).toMatchObject({ code: 2 });
    target.stop();
  });

  test("the drill finds all collections in the newest copy, and one that the manifest does not have (BDR-11)", async () => {
    await rig.provideSnapshot(copied());
    expect(await rig.run(["drill"], copied())).toMatchObject({ code: 0 });
    const manifest = rig.newestContent(copied()).replace(/\.tar\.zst\.age$/, ".json");
    const whole = readFileSync(manifest, "utf8");
    const read = JSON.parse(whole) as { readonly collections: readonly { readonly name: string }[] };
    const collections = read.collections.filter(({ name }) => name !== "documents");
    writeFileSync(manifest, JSON.stringify({ ...read, collections }));
    const { code, said } = await rig.run(["drill"], copied());
    writeFileSync(manifest, whole);
    expect(code).toBe(4);
    expect(said).toMatch(/is not good: it holds documents\.snapshot, which its manifest does not name/);
    expect((await rig.metrics(copied())).get("run_exit_code of drill")).toBe(4);
  });

  const faults: readonly SnapshotFault[] = [
    {
      says: "the key is wrong",
      strike: () => rig.snapshot(copied("another key of nobody")),
      code: 1,
      told: /HTTP 401: Must provide an API key.*Set QDRANT_API_KEY/,
    },
    {
      says: "the server is away",
      strike: () => rig.snapshot(copied(qdrant.key, "http://127.0.0.1:1")),
      code: 1,
      told: /can't be reached.*See whether the server runs/,
    },
    {
      says: "the connection breaks off while a snapshot is fetched",
      strike: () => snapshotWith("breaks off"),
      code: 1,
      told: /snapshot of the collection documents broke off/,
    },
    {
      says: "the server's disk is full",
      strike: () => snapshotWith("disk full"),
      code: 1,
      told: /No space left.*volume is full: enlarge it/,
    },
    {
      says: "a snapshot arrives changed",
      strike: () => snapshotWith("another checksum"),
      code: 1,
      told: /arrived with SHA-256 \w+, and the server made it with 0{64}/,
    },
    {
      says: "a collection is deleted while others are copied",
      strike: () => snapshotWith("deleted meanwhile"),
      code: 1,
      told: /HTTP 404.*deleted meanwhile: run this again/,
    },
    {
      says: "the program is told to stop while a copy is sent",
      strike: () => endsBy("SIGTERM", { rig, copied: copied() }),
      code: 1,
      told: /told to stop before the end/,
    },
    {
      says: "another run is at work",
      strike: () => runsBeside({ rig, copied: copied() }),
      code: 3,
      told: /another run works on these backups/,
    },
    {
      says: "the program is killed while a copy is sent",
      strike: () => endsBy("SIGKILL", { rig, copied: copied() }),
      code: null,
      told: /^$/,
    },
  ];

  test.each(faults)("$says: nothing is lost", async (fault) => {
    const strike = async (): Promise<Ended> => {
      const struck = await fault.strike();
      // One that is killed leaves what the next one deletes.
      expect(qdrant.left).toBe(fault.code === null ? 1 : 0);
      return struck;
    };
    await requireNothingLost({ rig, copied: copied() }, { ...fault, strike });
    expect(qdrant.left).toBe(0);
    seen.survived += 1;
  });

  test("a Qdrant without a collection is copied, and restored", async () => {
    const nothing = await PlayedQdrant.start();
    const source = "dev/nothing/vector-store";
    expect(await rig.snapshot({ ...copied(nothing.key, nothing.url), source })).toMatchObject({ code: 0 });
    expect(await rig.run(["restore"], { ...restoring(nothing), source })).toMatchObject({ code: 0 });
    expect(nothing.collections.size).toBe(0);
    nothing.stop();
    seen.survived += 1;
  });

  test("after all that, the newest copy holds every collection", async () => {
    const target = await PlayedQdrant.start();
    expect(await rig.run(["restore"], restoring(target))).toMatchObject({ code: 0 });
    seen.collections = qdrant.collections.size;
    seen.lost = [...qdrant.collections].filter(
      ([name, content]) => target.collections.get(name)?.equals(content) !== true,
    ).length;
    target.stop();
    expect(seen.lost).toBe(0);
  });
});
