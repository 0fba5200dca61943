import { describe, expect, it } from "vitest";
import { readMoment } from "../../../config/database-clusters.ts";
import { parseEnvironment } from "../../../config/parse-environment.ts";
import { shop } from "../model/declared-shop.ts";
import { configured, type Configuration, refusalOf } from "./configured-shop.ts";

const key = "systems.shop.database";
const at = "2026-11-20T14:03:00Z";
const later = "2026-11-21T08:00:00+01:00";

const clustersOf = (database?: Configuration) =>
  parseEnvironment(
    [shop],
    "production",
    configured("production", database === undefined ? {} : { [key]: database }),
  ).systems[0]?.databaseClusters;

const problemsOf = (database: Configuration): string[] =>
  refusalOf("production", { [key]: database }).map(
    ({ path, message }) => `${path.replace("slipway:environment.systems.shop.database", "")}: ${message}`,
  );

describe("the clusters of a database", () => {
  it("are one, that began empty, until something is recovered", () => {
    expect(clustersOf()).toEqual({ all: [{ kind: "first" }], serving: "first" });
    expect(clustersOf({})).toEqual({ all: [{ kind: "first" }], serving: "first" });
  });

  it("are those that are named beside it, with where each came from, and the one that serves", () => {
    expect(clustersOf({ recovered: [{ at }, { at: later, from: at }], serving: later })).toEqual({
      all: [
        { kind: "first" },
        { kind: "recovered", at: new Date(at), from: "first" },
        { kind: "recovered", at: new Date("2026-11-21T07:00:00Z"), from: new Date(at) },
      ],
      serving: new Date("2026-11-21T07:00:00Z"),
    });
    expect(clustersOf({ first: "gone", recovered: [{ at }], serving: at })?.all).toHaveLength(1);
  });

  it.each<[string, Configuration, string]>([
    [
      "a cluster that began later",
      { at, from: later },
      ".recovered.0.from: 2026-11-21T07:00:00.000Z is not before",
    ],
    ["itself", { at, from: at }, ".recovered.0.from: 2026-11-20T14:03:00.000Z is not before"],
    ["a number", { at, from: "1" }, '.recovered.0.from: "1" is not "first", or a point in time'],
    ["no point in time", {}, ".recovered.0.at: missing; give a point in time"],
    [
      "a time without a zone",
      { at: "2026-11-20T14:03:00" },
      '.recovered.0.at: "2026-11-20T14:03:00" is not a point',
    ],
    [
      "a day that is none",
      { at: "2026-02-30T14:03:00Z" },
      '.recovered.0.at: "2026-02-30T14:03:00Z" is not a point',
    ],
  ])("can't be recovered from %s", (_, cluster, problem) => {
    const [found, ...others] = problemsOf({ recovered: [cluster] });
    expect(others).toEqual([]);
    expect(found).toContain(problem);
  });

  it("are each there once, also where the zone is another, and one of them serves", () => {
    expect(problemsOf({ recovered: [{ at }, { at: "2026-11-20T15:03:00+01:00" }] })).toEqual([
      ".recovered: names database-20261120140300 twice; keep one",
    ]);
    expect(problemsOf({ serving: at })).toEqual([
      '.serving: "2026-11-20T14:03:00.000Z" is none of the clusters; known: first',
    ]);
    expect(problemsOf({ first: "gone", recovered: [{ at }] })).toEqual([
      '.serving: "first" is none of the clusters; known: 2026-11-20T14:03:00.000Z',
    ]);
    expect(problemsOf({ first: "deleted" })[0]).toMatch(/^.first: "deleted" is neither "kept" nor "gone"/);
  });

  it("are none of dev's business", () => {
    expect(refusalOf("dev", { [key]: {} })[0]?.message).toMatch(/^unknown key "database"/);
  });
});

it.each(["2026-11-31T00:00:00Z", "2026-11-20T25:00:00Z", "2026-11-20 14:03:00Z", "20 November", ""])(
  "%j is no point in time",
  (text) => {
    expect(readMoment(text)).toBeUndefined();
  },
);
