import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { type CapturedResource, judge, judgeFully } from "../support/policy-harness.ts";
import { cluster, plugin, schedule, store } from "./backup-objects.ts";
import { deployment, unknownText, type Json } from "./workloads.ts";

const only = { rules: rules.filter(({ name }) => name === "require-postgres-backups") };

const recovered = (parameters: Json): Json => ({
  bootstrap: { recovery: { source: "database" } },
  externalClusters: [
    {
      name: "database",
      plugin: {
        name: "barman-cloud.cloudnative-pg.io",
        parameters: { barmanObjectName: "store", ...parameters },
      },
    },
  ],
});

describe("require-postgres-backups", () => {
  it("allows a cluster that archives, is backed up, and has a place of its own", async () => {
    const stack = [store(), cluster("database"), schedule("database")];
    expect((await judgeFully(stack, only)).violations).toEqual([]);
    const beside = [
      ...stack,
      cluster("second", recovered({ serverName: "database" })),
      schedule("second", { schedule: "@daily" }),
      ...[store("other"), cluster("database", {}, "other"), schedule("database", {}, "other")],
    ];
    expect(await judge(beside, only)).toEqual([]);
  });

  it("has nothing to say where there is no Postgres", async () => {
    const { notApplicable, violations } = await judgeFully([deployment()], only);
    expect(violations).toEqual([]);
    expect(notApplicable.map(({ urn }) => urn)).toContain(undefined);
  });

  it.each([
    ["no plugin", { plugins: null }, "spec.plugins has no plugin that the write-ahead log goes to"],
    [
      "a plugin that does not archive",
      { plugins: [plugin({ barmanObjectName: "store" }, { isWALArchiver: false })] },
      "spec.plugins has no plugin",
    ],
    [
      "a plugin that is switched off",
      { plugins: [plugin({ barmanObjectName: "store" }, { enabled: false })] },
      "spec.plugins has no plugin",
    ],
    [
      "an archiver without a store",
      { plugins: [plugin({ serverName: "database" })] },
      "spec.plugins[0].parameters.barmanObjectName is not set and must name a store",
    ],
    [
      "a store of the old sort",
      { backup: { barmanObjectStore: { destinationPath: "s3://bucket" } } },
      "spec.backup.barmanObjectStore is set",
    ],
  ])("rejects a cluster with %s", async (_what, spec, problem) => {
    const bad = cluster("database", spec);
    const violations = await judge([store(), bad, schedule("database")], only);
    expect(violations).toHaveLength(1);
    expect(violations[0]).toMatchObject({ level: "mandatory", urn: bad.urn });
    expect(violations[0]?.message).toContain(`Cluster shop/database: ${problem}`);
    expect(violations[0]?.message).toContain("Fix: ");
  });

  it.each([
    ["five fields", { schedule: "0 2 * * *" }, "spec.schedule has 5 fields and must have 6"],
    ["no schedule", { schedule: null }, "spec.schedule has 0 fields"],
    ["no method", { method: null }, "spec.method is not set and must be plugin"],
    ["the old method", { method: "barmanObjectStore" }, "spec.method is not plugin"],
    ["no plugin", { pluginConfiguration: null }, "spec.pluginConfiguration.name is not set"],
    ["a pause", { suspend: true }, "spec.suspend is true"],
  ])("rejects a schedule with %s", async (_what, spec, problem) => {
    const bad = schedule("database", spec);
    const violations = await judge([store(), cluster("database"), bad], only);
    expect(violations.map(({ urn }) => urn)).toEqual([bad.urn]);
    expect(violations[0]?.message).toContain(`ScheduledBackup shop/database: ${problem}`);
  });

  it.each([
    ["none", []],
    ["one of another cluster", [schedule("other")]],
    ["one of another namespace", [schedule("database", {}, "elsewhere")]],
  ])("rejects a cluster whose schedule is %s", async (_what, schedules) => {
    const violations = await judge([store(), cluster("database"), ...schedules], only);
    expect(violations).toHaveLength(1);
    expect(violations[0]?.message).toContain(
      "Cluster shop/database: metadata.name is named by no ScheduledBackup.",
    );
  });

  it("rejects two clusters that write to one place, also through two stores of one folder", async () => {
    const same = { plugins: [plugin({ barmanObjectName: "store", serverName: "database" })] };
    const inOne = [
      ...[store(), cluster("database"), schedule("database")],
      ...[cluster("second", same), schedule("second")],
    ];
    const [violation, ...more] = await judge(inOne, only);
    expect(more).toEqual([]);
    expect(violation?.message).toContain(
      "Cluster shop/second: spec.plugins[0].parameters.serverName leads to where Cluster shop/database keeps its backups.",
    );
    const acrossNamespaces = [
      ...[store("a", "s3://bucket/one/"), cluster("database", {}, "a"), schedule("database", {}, "a")],
      ...[store("b", "s3://bucket/one"), cluster("database", {}, "b"), schedule("database", {}, "b")],
    ];
    expect(await judge(acrossNamespaces, only)).toHaveLength(1);
  });

  it("rejects a cluster that writes where it is recovered from, whether it says the name or not", async () => {
    const unnamed = { plugins: [plugin({ barmanObjectName: "store" })] };
    for (const spec of [recovered({ serverName: "database" }), recovered({})]) {
      const [violation, ...more] = await judge(
        [store(), cluster("database", { ...unnamed, ...spec }), schedule("database")],
        only,
      );
      expect(more).toEqual([]);
      expect(violation?.message).toContain("leads to the backups that it is recovered from");
    }
  });

  it("is sure of what is wrong beside unknown values", async () => {
    const vague = await judge([store(), cluster("database"), schedule(unknownText)], only);
    expect(vague.map(({ level }) => level)).toEqual(["advisory"]);
    const known = await judge(
      [store("shop", unknownText), cluster("database", { plugins: [] }), schedule("database")],
      only,
    );
    expect(known.map(({ level }) => level)).toEqual(["mandatory"]);
  });

  it.each<[string, readonly CapturedResource[], readonly string[]]>([
    [
      "another schedule's namespace, which has another name",
      [cluster("database"), schedule("other", {}, unknownText)],
      ["metadata.name is named by no ScheduledBackup"],
    ],
    [
      "the times of a schedule that is stopped",
      [cluster("database"), schedule("database", { schedule: unknownText, suspend: true })],
      ["spec.suspend is true"],
    ],
    [
      "the method of a schedule with five fields",
      [cluster("database"), schedule("database", { method: unknownText, schedule: "0 2 * * *" })],
      ["spec.schedule has 5 fields"],
    ],
    [
      "whose schedule it is, of a cluster that archives nothing",
      [cluster("database", { plugins: [] }), schedule(unknownText)],
      ["spec.plugins has no plugin"],
    ],
    [
      "another plugin of a cluster that writes to no store of the stack",
      [
        cluster("database", {
          plugins: [plugin({}, { isWALArchiver: unknownText }), plugin({ barmanObjectName: "none" })],
        }),
        schedule("database"),
      ],
      ["parameters.barmanObjectName names an ObjectStore that the stack doesn't declare"],
    ],
  ])("is sure of what is wrong whatever can't be known of %s", async (_what, stack, problems) => {
    const found = (await judge([store(), ...stack], only)).filter(({ level }) => level === "mandatory");
    expect(found).toHaveLength(problems.length);
    for (const problem of problems) expect(found.map(({ message }) => message).join("\n")).toContain(problem);
  });
});
