import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whyNoImages } from "./app/images.ts";
import { good, releaseOf } from "./migrations/played-release.ts";
import { MigrationRig, type PlayedRelease } from "./migrations/rig.ts";
import { SupabaseDatabases } from "./migrations/supabase-databases.ts";

const reason = whyNoImages();
if (reason !== undefined) console.log(`Releases that take something away are not tried: ${reason}.`);

describe.skipIf(reason !== undefined)("a release that takes something away, in a real PostgreSQL", () => {
  let rig: MigrationRig;
  let databases: SupabaseDatabases;
  beforeAll(async () => {
    rig = await MigrationRig.start("crb-analyser");
    databases = new SupabaseDatabases(rig);
  });
  afterAll(() => rig.stop());

  const ask = (database: string, ...statements: readonly string[]): string =>
    rig.postgres.query(database, ...statements);
  const newDatabase = (): string => databases.another();

  test("past a release that took something away nothing older comes back, and the refusal says why (DB-10)", async () => {
    const database = newDatabase();
    const reason = 'drops orders.total_cents\'; $(HOME) "quoted" --';
    for (const release of [releaseOf("a"), releaseOf("b")]) {
      expect(await rig.admit(database, release)).toEqual(good);
      expect(await rig.record(database, release)).toEqual(good);
    }
    expect(await rig.admit(database, releaseOf("a"))).toEqual(good);

    const contract = releaseOf("c", reason);
    expect(await rig.admit(database, contract)).toEqual(good);
    for (const time of [1, 2]) expect(await rig.record(database, contract), `time ${time}`).toEqual(good);
    for (const digit of ["a", "b"]) {
      const { code, said } = await rig.admit(database, releaseOf(digit));
      expect(code).toBe(3);
      expect(said).toContain(`backend sha256:${digit.repeat(64)} can't be gone back to`);
      expect(said).toContain(`backend sha256:${"c".repeat(64)}, released after it`);
      expect(said).toContain(reason);
    }
    for (const release of [contract, releaseOf("d"), contract])
      expect(await rig.admit(database, release)).toEqual(good);
    expect(ask(database, "select count(*) from slipway.contract")).toBe("1");
  });

  test("a contract that began and did not end keeps older releases out, until somebody has looked (DB-10)", async () => {
    const database = newDatabase();
    for (const digit of ["a", "b"]) expect(await rig.admit(database, releaseOf(digit))).toEqual(good);
    const contract = releaseOf("c", "drops orders");
    for (const time of [1, 2]) expect(await rig.admit(database, contract), `time ${time}`).toEqual(good);
    expect(ask(database, "select count(*) from slipway.contract_begun")).toBe("1");

    // Its tool may have dropped the table before it failed: nothing older knows.
    const { code, said } = await rig.admit(database, releaseOf("b"));
    expect(code).toBe(3);
    expect(said).toContain(`backend sha256:${"b".repeat(64)} can't be gone back to yet`);
    expect(said).toContain(
      `backend sha256:${"c".repeat(64)} began to take away what it needs (drops orders)`,
    );
    const [clearing] = /delete from slipway\.contract_begun;/.exec(said) ?? [];
    expect(clearing).toBeDefined();
    expect(await rig.admit(database, releaseOf("d"))).toEqual(good);
    expect(await rig.admit(database, contract)).toEqual(good);

    ask(database, clearing ?? "");
    expect(await rig.admit(database, releaseOf("b"))).toEqual(good);

    // Begun again and recorded, it is a contract like any other, and nothing is left of its beginning.
    expect(await rig.admit(database, contract)).toEqual(good);
    expect(await rig.record(database, contract)).toEqual(good);
    expect(await rig.admit(database, contract)).toEqual(good);
    expect(ask(database, "select count(*) from slipway.contract_begun")).toBe("0");
    expect((await rig.admit(database, releaseOf("b"))).said).toContain("released after it, took away");
  });

  test("an image that a contract was released with is as new as it; one from before is not", async () => {
    const database = newDatabase();
    const both = (one: string, other: string): PlayedRelease => ({ images: { backend: one, worker: other } });
    await rig.admit(database, both("b1", "w1"));
    await rig.admit(database, both("b2", "w2"));
    await rig.admit(database, both("b3", "w2"));
    await rig.record(database, { ...both("b3", "w2"), contract: "drops a column" });
    expect(await rig.admit(database, both("b4", "w2"))).toEqual(good);
    expect(await rig.admit(database, both("b3", "w2"))).toEqual(good);
    const { code, said } = await rig.admit(database, both("b4", "w1"));
    expect([code, said]).toEqual([3, expect.stringMatching(/ worker w1 can't be gone back to/)]);
  });
});
