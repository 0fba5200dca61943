import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clusterName, type RecoveredCluster } from "../../model/database-cluster.ts";
import { archiveInterval, leastRecoveryPoint } from "../../model/recovery.ts";
import { whyNoBackups } from "./backup/provide-programs.ts";
import type { BaseBackup } from "./recovery/archive.ts";
import { whyNoBarman } from "./recovery/barman/provide-barman.ts";
import { age } from "./recovery/catalogue-age.ts";
import { damages } from "./recovery/damage.ts";
import type { DatabaseInstance } from "./recovery/database-instance.ts";
import { objectives, servingHost } from "./recovery/declared-clusters.ts";
import { type Entry, ledger, Writer } from "./recovery/ledger.ts";
import { nothingYet, tableOf } from "./recovery/measurements.ts";
import { archiveSeconds, bucket, type Recovered, RecoveryRig } from "./recovery/recovery-rig.ts";
import { outages } from "./recovery/store-outages.ts";

/** With cold caches programs are compiled and fetched first. */
const COLD_MILLISECONDS = 20 * 60_000;
const MEBIBYTE = 1024 ** 2;
const ROW_BYTES = 136;
const measuredBytes = (process.env["SLIPWAY_E2E"] === "full" ? 1024 : 100) * MEBIBYTE;

const reason = whyNoBackups() ?? whyNoBarman();
if (reason !== undefined) console.log(`Recovery is not rehearsed: ${reason}.`);

/** Each look starts a program, so there are not many of them. */
const patience = { timeout: 180_000, interval: 400 } as const;

const first = { kind: "first" } as const;
const serverName = clusterName("first");
const backTo = (at: Date): RecoveredCluster => ({ kind: "recovered", at, from: "first" });
const wholeSecond = (time: number): Date => new Date(Math.floor(time / 1000) * 1000);

// Each scenario goes on from where the last one has left the clusters, as an evening of an outage does.
describe.skipIf(reason !== undefined)("a database that is taken back to a point in time", () => {
  let rig: RecoveryRig;
  let old: DatabaseInstance;
  let beside: DatabaseInstance;
  let [earliest, fitting]: (BaseBackup | undefined)[] = [];
  /** When all was well for the last time. */
  let moment: Date;
  /** The file of the log that was written last before it. */
  let lastFile = "";
  const seen = nothingYet();

  const filesOf = (name: string): Map<string, string> => rig.store.sums(bucket, rig.archive.folderOf(name));
  const fileOf = (segment: string): string =>
    rig.store.file(bucket, `${rig.archive.folderOf(serverName)}/wals/${segment.slice(0, 16)}/${segment}.gz`);

  /** Has all that was written so far go to the archive. */
  async function archiveNow(instance: DatabaseInstance): Promise<void> {
    const started = performance.now();
    const [segment = ""] = instance
      .query("select pg_walfile_name(pg_current_wal_lsn())", "select pg_switch_wal()")
      .split("\n");
    await expect
      .poll(() => instance.query("select last_archived_wal from pg_stat_archiver"), patience)
      .toSatisfy((archived: string) => archived.slice(8) >= segment.slice(8));
    seen.sending = Math.max(seen.sending, (performance.now() - started) / 1000);
  }

  beforeAll(async () => {
    rig = await RecoveryRig.start(console.log);
  }, COLD_MILLISECONDS);
  afterAll(async () => {
    await rig.stop();
    console.log(tableOf(seen));
  });

  test("a new cluster finds its archive empty, and sends its log and a base backup", async () => {
    expect(await rig.archive.check(serverName)).toMatchObject({ code: 0 });
    old = await rig.createFirst();
    old.query(ledger.create);
    earliest = await rig.archive.backUp(serverName, old);
    expect([...filesOf(serverName).keys()]).toContain(`base/${earliest.id}/data.tar.gz`);
  });

  test.each(outages)(
    "when $says, the log stays, the database goes on, and all arrives later",
    async (outage) => {
      const failures = (): number => Number(old.query("select failed_count from pg_stat_archiver"));
      const before = failures();
      await outage.begin(rig);
      old.query(ledger.add("during an outage"), "select pg_switch_wal()");
      await expect.poll(failures, patience).toBeGreaterThan(before);
      old.query(ledger.add("during an outage"));
      const waiting = old.waitingForArchive();
      expect(waiting.length).toBeGreaterThan(0);
      expect(
        waiting.filter((segment) => [...filesOf(serverName).keys()].some((key) => key.includes(segment))),
      ).toEqual([]);
      await outage.end(rig);
      old.query(ledger.add("after an outage"));
      await archiveNow(old);
      const there = [...filesOf(serverName).keys()].join();
      for (const segment of waiting) expect(there).toContain(`${segment}.gz`);
      seen.stopped += 1;
    },
  );

  test("pruning keeps what 30 days need, and nothing older (BDR-05)", async () => {
    fitting = await rig.archive.backUp(serverName, old);
    lastFile = old.query(ledger.add("good", 1000), "select pg_walfile_name(pg_current_wal_lsn())");
    await archiveNow(old);
    old.query(ledger.add("good", 10));
    moment = wholeSecond(Date.now() + 1000);
    await sleep(moment.getTime() - Date.now() + 100);
    old.query("delete from ledger where what = 'good'", ledger.add("bad", 7));
    await archiveNow(old);
    const newest = await rig.archive.backUp(serverName, old);
    age(rig, serverName, earliest?.id ?? "", 45);
    age(rig, serverName, fitting.id, 31);
    await rig.archive.prune(serverName);
    expect((await rig.archive.backups(serverName)).map(({ id }) => id)).toEqual([fitting.id, newest.id]);
    const segments = [...filesOf(serverName).keys()].filter((key) => /^wals\/.*[0-9A-F]{24}\.gz$/.test(key));
    expect(segments[0]).toContain(fitting.begins);
    expect(segments.join()).toContain(lastFile);
  });

  test("before the first backup there is nothing to go back to, and it says so", async () => {
    const tooEarly = new Date(Date.now() - 60 * 86_400_000);
    await expect(rig.recover(backTo(tooEarly))).rejects.toThrow(/no backup of database ended before 2/);
    seen.stopped += 1;
  });

  test.each(damages)(
    "when a file of the log $says, it stops, and opens at no earlier moment",
    async (damage) => {
      const heal = damage.strike(fileOf(lastFile));
      await expect(rig.recover(backTo(moment))).rejects.toThrow(
        /recovery ended before configured recovery target was reached/,
      );
      heal();
      seen.stopped += 1;
    },
  );

  test("exactly the rows are there that were there at the moment, and the old cluster goes on", async () => {
    const before = filesOf(serverName);
    const rows = old.query(ledger.contents);
    ({ instance: beside } = await rig.recover(backTo(moment)));
    expect(beside.query(ledger.contents)).toBe("after an outage|2\nduring an outage|4\ngood|1010");
    expect(old.query(ledger.contents)).toBe(rows);
    expect(rows).toContain("bad|7");
    for (const [key, sum] of before) expect(filesOf(serverName).get(key)).toBe(sum);
  });

  test("under its source's name it would find the archive full and be refused; under its own it archives", async () => {
    const refused = await rig.archive.check(serverName);
    expect(refused.code).not.toBe(0);
    expect(refused.said).toMatch(/Expected empty archive/);
    const own = clusterName(moment);
    const before = [...filesOf(serverName).keys()].filter((key) => key.includes("/00000002"));
    await archiveNow(beside);
    expect([...filesOf(own).keys()].join()).toMatch(/00000002[0-9A-F]{16}\.gz/);
    expect([...filesOf(serverName).keys()].filter((key) => key.includes("/00000002"))).toEqual(before);
    // So a recovery to the very same moment can't be started once more.
    await expect(rig.recover(backTo(moment))).rejects.toThrow(/Expected empty archive/);
    seen.stopped += 1;
  });

  test("services move over by the address that they are told, and back", () => {
    const all = [first, backTo(moment)];
    const hosts = new Map([
      [`${serverName}-rw`, old],
      [`${clusterName(moment)}-rw`, beside],
    ]);
    const visit = (serving: "first" | Date): void => {
      hosts.get(servingHost(all, serving))?.query(ledger.add("visit"));
    };
    const visits = (): string[] =>
      [old, beside].map((each) => each.query("select count(*) from ledger where what = 'visit'"));
    visit("first");
    expect(visits()).toEqual(["1", "0"]);
    visit(moment);
    expect(visits()).toEqual(["1", "1"]);
    visit("first");
    expect(visits()).toEqual(["2", "1"]);
  });

  test("a primary that is killed loses what was not archived yet, and nothing before (BDR-07)", async () => {
    old.query(ledger.add("archived"));
    await archiveNow(old);
    const archived = (): number => Number(old.query("select archived_count from pg_stat_archiver"));
    const [before, writer] = [archived(), new Writer(old)];
    await expect.poll(archived, patience).toBeGreaterThan(before + 1);
    await old.kill();
    const confirmed = await writer.lost();
    const { last, recovered } = await recoverAsFarAsPossible(confirmed);
    expect(recovered.instance.query(ledger.contents)).toMatch(/^archived\|1$/m);
    const newest = ledger.newest(recovered.instance);
    const begun = Number(recovered.instance.query("select min(id) from ledger where what = 'stream'"));
    // It can be asked for whole seconds alone, and somebody wrote fifty times in each.
    expect(newest.at.getTime()).toBeGreaterThan(wholeSecond(last.getTime()).getTime() - 1000);
    seen.lostSeconds = (confirmed.at.getTime() - newest.at.getTime()) / 1000;
    seen.lostRows = confirmed.id - newest.id;
    seen.written = confirmed.id - begun + 1;
    expect(seen.lostRows).toBeLessThan(seen.written);
    // What is promised, with the interval of the stacks for the shorter one here.
    const promised = leastRecoveryPoint.wholeSeconds - archiveInterval.wholeSeconds + archiveSeconds;
    expect(seen.lostSeconds).toBeLessThan(promised);
    await recovered.instance.kill();
  });

  /** As the documentation has it: past the end PostgreSQL says how far it came, and that second is asked for. */
  async function recoverAsFarAsPossible({ at }: Entry): Promise<{ last: Date; recovered: Recovered }> {
    const failed = await rig.recover(backTo(wholeSecond(at.getTime() + 1000))).then(
      () => "it recovered past the end",
      (error: unknown) => String(error),
    );
    expect(failed).toMatch(/recovery ended before configured recovery target was reached/);
    const [, day = "", time = ""] =
      /last completed transaction was at log time (\S+) (\S+)\+00/.exec(failed) ?? [];
    const last = new Date(`${day}T${time}Z`);
    seen.stopped += 1;
    return { last, recovered: await rig.recover(backTo(wholeSecond(last.getTime()))) };
  }

  test(
    "a cluster that was recovered has a past of its own, and its recovery is timed (BDR-08, BDR-10)",
    async () => {
      const rows = Math.round(measuredBytes / ROW_BYTES);
      beside.query(
        `create table measured as select i as id, md5(i::text) || md5((-i)::text) || md5((2*i)::text) as content
          from generate_series(1, ${rows}) i`,
      );
      await rig.archive.backUp(clusterName(moment), beside);
      beside.query(`update measured set content = 'changed' where id <= ${Math.floor(rows / 20)}`);
      seen.bytes = Number(beside.query("select pg_database_size(current_database())"));
      const again = wholeSecond(Date.now() + 1000);
      await sleep(again.getTime() - Date.now() + 100);
      beside.query(ledger.add("later"));
      await archiveNow(beside);
      await beside.kill();
      const { instance, fetchSeconds, seconds } = await rig.recover({
        kind: "recovered",
        at: again,
        from: moment,
      });
      expect(
        instance.query("select count(*), count(*) filter (where content = 'changed') from measured"),
      ).toBe(`${rows}|${Math.floor(rows / 20)}`);
      expect(instance.query(ledger.contents)).not.toMatch(/later/);
      expect(seconds).toBeLessThan(objectives.time.wholeSeconds);
      [seen.fetch, seen.recovery] = [fetchSeconds, seconds];
    },
    15 * 60_000,
  );
});
