import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connectionsPastPooler } from "../../../components/data/clustered-database.ts";
import { poolerParameters } from "../../../components/data/pooler-spec.ts";
import type { Alert } from "../../../components/observability/alert.ts";
import { archiveLimits } from "../../../components/observability/data-alerts/archive-alerts.ts";
import { dataAlerts } from "../../../components/observability/data-alerts/data-alerts.ts";
import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import { redis } from "../../../model/cache.ts";
import { externalPostgres } from "../../../model/database.ts";
import { hours, seconds } from "../../../model/quantities/duration.ts";
import { archiveInterval, leastRecoveryPoint } from "../../../model/recovery.ts";
import { pinecone } from "../../../model/vector-store.ts";
import { pineconeService } from "../../../systems/third-parties.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";
import { renderedRule } from "./rendered-rule.ts";

const production = realEnvironment("production");
const atlas = realSystem("production", "atlas-ux");
const crb = realSystem("production", "crb-analyser");
const odd = realSystem("production", "odd-scenes");

const alertsOn = (own: SystemEnvironment, environment: Environment = production) =>
  dataAlerts(environment, own);
const namesOn = (own: SystemEnvironment, environment?: Environment) =>
  alertsOn(own, environment).map(({ name }) => name);
const named = (alerts: readonly Alert[], name: string): Alert => {
  const found = alerts.find((alert) => alert.name === name);
  if (!found) throw new Error(`no alert ${name}`);
  return found;
};

describe("alerts on data", () => {
  test("are about what a system has, and about nothing else", () => {
    const about = (own: SystemEnvironment, beginning: string) =>
      namesOn(own).some((name) => name.startsWith(beginning));
    const kinds = ["Postgres", "Pooler", "Dump", "Drill", "Snapshot", "Redis", "Qdrant", "Volume"];
    expect(kinds.filter((kind) => about(atlas, kind))).toEqual([
      "Postgres",
      "Pooler",
      "Dump",
      "Drill",
      "Snapshot",
      "Volume",
    ]);
    // Somebody else runs the database of CRB.
    expect(kinds.filter((kind) => about(crb, kind))).toEqual([
      "Dump",
      "Drill",
      "Snapshot",
      "Redis",
      "Volume",
    ]);
    expect(kinds.filter((kind) => about(odd, kind))).toEqual(kinds);
    const { database, objectStore, ...system } = atlas.system;
    expect([database, objectStore]).not.toContain(undefined);
    expect(namesOn({ ...atlas, system }).filter((name) => !name.startsWith("Snapshot"))).toEqual([]);
    expect(namesOn({ ...atlas, system: { ...system, variables: {} } })).toEqual([]);
  });

  test("say nothing of dumps where none are made, and nothing at all in dev", () => {
    const without = { ...production, dumps: undefined };
    expect(namesOn(atlas, without).filter((name) => /^(Dump|Drill)/.test(name))).toEqual([]);
    expect(namesOn(odd, without).filter((name) => name.startsWith("Snapshot"))).toEqual([]);
    const dev = realEnvironment("dev");
    for (const own of dev.systems) expect(dataAlerts(dev, own)).toEqual([]);
  });

  test("watch the snapshots of each store that is copied by itself", () => {
    const late = alertsOn(odd).filter(({ name }) => name === "SnapshotLate");
    expect(late.map(({ part }) => part)).toEqual([
      "cache-snapshot",
      "vector-store-snapshot",
      "secrets-snapshot",
      "repositories-snapshot",
    ]);
    expect(late[0]?.when).toContain('source="production/odd-scenes/cache"');
    expect(late[1]?.when).toContain('source="production/odd-scenes/vector-store"');
    expect(late[2]?.when).toContain('source="production/odd-scenes/secrets"');
  });

  test("watch the memory of a Redis that may throw nothing away, and of no other", () => {
    const memory = (own: SystemEnvironment) => namesOn(own).filter((name) => name.startsWith("RedisMemory"));
    expect(memory(odd)).toEqual(["RedisMemoryFull", "RedisMemoryNearLimit"]);
    expect(memory(crb)).toEqual([]);
    const { cache } = odd.system;
    if (cache?.kind !== "platform") throw new Error("Odd Scenes has no Redis of its own");
    const unlogged = { ...odd, system: { ...odd.system, cache: redis({ ...cache, purpose: "cache" }) } };
    expect(named(alertsOn(unlogged), "RedisNotSaved").when).not.toContain("aof");
    expect(named(alertsOn(odd), "RedisNotSaved").when).toContain("aof");
  });

  test("wake somebody for a late dump only where dumps are all there is (CF-12)", () => {
    const { database } = crb.system;
    if (database?.kind !== "external") throw new Error("CRB's database is somebody else's");
    const severityOf = (pointInTimeRecovery: boolean) => {
      const system = { ...crb.system, database: externalPostgres({ ...database, pointInTimeRecovery }) };
      return renderedRule(alertsOn({ ...crb, system }), "production", "DumpLate")?.labels["severity"];
    };
    expect(severityOf(true)).toBe("ticket");
    expect(severityOf(false)).toBe("page");
  });

  test("watch the archive of a cluster beside the one that serves, and wake nobody for it", () => {
    const at = new Date("2026-11-20T14:03:00Z");
    const databaseClusters = {
      all: [{ kind: "first" }, { kind: "recovered", at, from: "first" }],
      serving: "first",
    } as const;
    const beside = alertsOn({ ...atlas, databaseClusters }).filter(
      ({ part }) => part === "database-20261120140300",
    );
    expect(beside.map(({ name }) => name)).toEqual([
      "PostgresArchiveLate",
      "PostgresArchiveFailing",
      "PostgresNoBaseBackup",
      "PostgresBaseBackupLate",
      "PostgresBaseBackupFailed",
    ]);
    expect(new Set(beside.map(({ severity }) => severity))).toEqual(new Set(["ticket"]));
    for (const { when } of beside)
      expect(when).toContain('job="atlas-ux-production/database-20261120140300"');
  });

  test("look at the StatefulSet of a Qdrant, and know none that somebody else runs", async () => {
    const [set] = /statefulset="([^"]+)"/.exec(named(alertsOn(odd), "QdrantDown").when)?.slice(1) ?? [];
    const sets = (await capturedStack("production")).flatMap(({ inputs }) =>
      inputs["kind"] === "StatefulSet" ? [(inputs["metadata"] as { readonly name: string }).name] : [],
    );
    expect(sets).toContain(set);
    const elsewhere = {
      ...odd,
      system: { ...odd.system, vectorStore: pinecone({ party: pineconeService }) },
    };
    for (const name of ["QdrantDown", "QdrantUnknown"]) {
      expect(namesOn(odd)).toContain(name);
      expect(namesOn(elsewhere)).not.toContain(name);
    }
  });

  test("on the archive come before more is lost than may be, whatever the recovery point (BDR-07)", () => {
    const points = fc.integer({ min: leastRecoveryPoint.wholeSeconds, max: hours(48).wholeSeconds });
    fc.assert(
      fc.property(points, (given) => {
        const point = seconds(given);
        const limits = archiveLimits(point);
        const lost = archiveInterval.plus(limits.waited).plus(limits.for);
        expect(lost.exceeds(point)).toBe(false);
        expect(limits.waited.wholeSeconds).toBeGreaterThan(0);
        // And not before there is something to it.
        expect(limits.waited.times(2).plus(archiveInterval).plus(seconds(2)).exceeds(point)).toBe(true);
      }),
    );
  });

  test.each([atlas, odd])("hold a pooler's sessions against what it is set to (DB-12)", (own) => {
    const { database } = own.system;
    if (database?.kind !== "platform") throw new Error("it has no database of its own");
    const set = poolerParameters(database, connectionsPastPooler(production, own));
    const { when } = named(alertsOn(own), "PoolerSessionsNearLimit");
    expect([...when.matchAll(/ \/ (\d+)$/gm)].map(([, bound]) => bound)).toEqual([
      set["default_pool_size"],
      set["max_db_connections"],
    ]);
    expect(named(alertsOn(own), "PoolerWaitTooLong").when).toMatch(
      new RegExp(` > ${Number(set["query_wait_timeout"]) / 2}$`, "m"),
    );
  });

  test("count the standbys that there are", () => {
    expect(named(alertsOn(atlas), "PostgresStandbyMissing").when).toMatch(/ < 2$/);
    expect(named(alertsOn(odd), "PostgresStandbyMissing").when).toMatch(/ < 1$/);
    const { database } = atlas.system;
    if (database?.kind !== "platform") throw new Error("Atlas has a database of its own");
    const alone = { ...atlas, system: { ...atlas.system, database: { ...database, instances: 1 } } };
    expect(namesOn(alone).filter((name) => name.includes("Standby"))).toEqual([]);
  });
});
