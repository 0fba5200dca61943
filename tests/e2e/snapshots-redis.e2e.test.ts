import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runFrom } from "../../toolchain/cluster/debian.ts";
import { whyNoBackups } from "./backup/provide-programs.ts";
import { MIDWAY } from "./backup/snapshot-faults.ts";
import type { Copied, SnapshotRig } from "./backup/snapshot-rig.ts";
import { contentOf } from "./redis/copied-redis.ts";
import { lastSave, RedisCopies } from "./redis/redis-copies.ts";

/** With cold caches Go fetches and compiles all that the programs are made of. */
const COLD_MILLISECONDS = 20 * 60_000;
const MEBIBYTE = 1024 ** 2;

const reason = whyNoBackups();
if (reason !== undefined) console.log(`Copies of Redis are not tried: ${reason}.`);

describe.skipIf(reason !== undefined)("copies of a real Redis in a real object store", () => {
  let copies: RedisCopies;
  let rig: SnapshotRig;
  let copied: Copied;

  beforeAll(async () => {
    copies = await RedisCopies.start(console.log);
    rig = copies.rig;
    copied = copies.copied();
  }, COLD_MILLISECONDS);
  afterAll(() => copies.stop());

  test("a copy is a file that Redis takes for whole, without a file of its own having been written (BDR-03)", async () => {
    const savedBefore = await lastSave(copies.server);
    expect(await rig.snapshot(copied)).toMatchObject({ code: 0 });
    expect(await lastSave(copies.server)).toBe(savedBefore);
    const { output } = await rig.run(["list"], copied);
    expect(output).toMatch(/^backup_\d{8}_\d{6} +\d+ +\d+ +7\.\d+\.\d+ +dev\/shop\/cache +good$/m);
    const file = rig.fetch(copied, "checked.rdb");
    // One program in Debian's package plays the server too; by its own name it checks a file.
    const said = execFileSync(copies.debian.path("usr/bin/redis-check-rdb"), [file], {
      env: { ...process.env, ...runFrom(copies.debian.folder) },
      encoding: "utf8",
    });
    expect(said).toMatch(/Checksum OK/);
    expect(said).toMatch(/RDB looks OK/);
    expect(readFileSync(rig.newestContent(copied)).includes("rate-limit")).toBe(false);
    const metrics = await rig.metrics(copied);
    const copiedMebibytes = (metrics.get("newest_dump_bytes") ?? 0) / MEBIBYTE;
    const rate = copiedMebibytes / (metrics.get("newest_seconds") ?? 1);
    console.log(`Copies of Redis: ${copiedMebibytes.toFixed(0)} MiB at ${rate.toFixed(1)} MiB/s, read back`);
  });

  test("a Redis starts from it with every key, as the first part of its log (CAC-09)", async () => {
    const restored = await copies.restored();
    try {
      const again = await copies.open(restored);
      expect(await contentOf(again)).toEqual(await contentOf(copies.client));
      expect(Number(await again.send("TTL", "session"))).toBeGreaterThan(80_000);
      expect(await again.send("INCR", "rate-limit:somebody")).toBe(42);
    } finally {
      await restored.remove();
    }
  });

  test("the drill reads the newest copy as a restore would, and says so (BDR-11)", async () => {
    await rig.provideSnapshot(copied);
    expect(await rig.run(["drill"], copied)).toMatchObject({ code: 0 });
    const metrics = await rig.metrics(copied);
    expect(metrics.get("run_exit_code of drill")).toBe(0);
    expect(metrics.get("run_succeeded_timestamp_seconds of drill")).toBeGreaterThan(0);
    expect(metrics.get("run_objective_seconds of drill")).toBeUndefined();
  });

  test("a Redis that logs its writes passes a file over that lies where snapshots do (CAC-09)", async () => {
    const started = await copies.restored(copied, true);
    expect(await (await copies.open(started)).send("DBSIZE")).toBe(0);
    await started.remove();
  });

  test("a copy that was changed in the store is not given out, and the drill fails", async () => {
    await rig.provideSnapshot(copied);
    const file = rig.newestContent(copied);
    const whole = readFileSync(file);
    const flipped = Buffer.from(whole);
    const middle = Math.floor(flipped.length / 2);
    flipped[middle] = (flipped[middle] ?? 0) ^ 1;
    writeFileSync(file, flipped);
    const { code, said, output } = await rig.run(["fetch"], copied);
    expect({ code, output }).toEqual({ code: 4, output: "" });
    expect(said).toMatch(/was changed.*SHA-256/);
    expect(await rig.run(["drill"], copied)).toMatchObject({ code: 4 });
    expect((await rig.metrics(copied)).get("run_exit_code of drill")).toBe(4);
    writeFileSync(file, whole);
  });

  test("an empty Redis is copied, and one starts from it", async () => {
    const empty = await copies.empty();
    const nothing: Copied = { ...copies.copied(empty.port), source: "dev/empty/cache" };
    expect(await rig.snapshot(nothing)).toMatchObject({ code: 0 });
    const restored = await copies.restored(nothing);
    expect(await (await copies.open(restored)).send("DBSIZE")).toBe(0);
    await restored.remove();
    await empty.remove();
  });

  test("a run of a source disturbs no copy that is under way in a folder below its own", async () => {
    const other = await copies.empty();
    const above: Copied = { ...copies.copied(other.port), source: "dev/shop" };
    const below = await rig.heldAfter(MIDWAY, copied);
    expect(await rig.snapshot(above, rig.settingsFile(above, rig.store.port))).toMatchObject({ code: 0 });
    rig.link.open();
    expect(await below.ended).toMatchObject({ code: 0 });
    await other.remove();
    for (const each of [above, copied]) {
      const metrics = await rig.metrics(each);
      const kept = rig.days(each).size;
      expect([metrics.get("kept"), metrics.get("damaged"), metrics.get("strays")]).toEqual([kept, 0, 0]);
    }
  });
});
