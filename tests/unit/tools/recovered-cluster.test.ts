import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ValidationError } from "../../../model/problem.ts";
import { systems } from "../../../systems/all.ts";
import { type AskedRecovery, withRecoveredCluster } from "../../../tools/stack-file/recovered-cluster.ts";

const file = readFileSync(new URL("../../../Pulumi.production.yaml", import.meta.url), "utf8");
const asked: AskedRecovery = {
  stack: "production",
  system: "atlas-ux",
  at: "2026-11-20T14:03:00Z",
  now: new Date("2026-11-21T12:00:00Z"),
};

const added = (before: string, after: string): string[] => {
  const old = new Set(before.split("\n"));
  return after.split("\n").filter((line) => !old.has(line));
};

function problemsOf(changes: Partial<AskedRecovery>, text = file): string[] {
  try {
    withRecoveredCluster(text, systems, { ...asked, ...changes });
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

describe("a recovery", () => {
  const first = withRecoveredCluster(file, systems, asked);
  const moved = first.text.replace(
    '            - at: "2026-11-20T14:03:00Z"\n',
    '            - at: "2026-11-20T14:03:00Z"\n          serving: "2026-11-20T14:03:00Z"\n',
  );

  test("adds a cluster to the stack's file that is called after its moment, and nothing else changes", () => {
    expect(first).toMatchObject({ name: "database-20261120140300", source: "database" });
    expect(added(file, first.text)).toEqual([
      "        database:",
      "          recovered:",
      '            - at: "2026-11-20T14:03:00Z"',
    ]);
    expect(added(first.text, file)).toEqual([]);
  });

  test("is of the past of the cluster that serves, or of the one that is named", () => {
    const at = "2026-11-21T08:00:00+01:00";
    const next = withRecoveredCluster(moved, systems, { ...asked, at });
    expect(next.source).toBe("database-20261120140300");
    expect(added(moved, next.text)).toEqual([
      '            - at: "2026-11-21T07:00:00Z"',
      '              from: "2026-11-20T14:03:00Z"',
    ]);
    expect(withRecoveredCluster(moved, systems, { ...asked, at, from: "first" }).source).toBe("database");
  });

  test.each<[Partial<AskedRecovery>, RegExp]>([
    [{ system: "crb-analyser" }, /^SYSTEM: "crb-analyser" has no database .*; known: atlas-ux, odd-scenes$/],
    [{ system: "atlas" }, /^SYSTEM: "atlas" has no database/],
    [{ at: "yesterday" }, /^AT: "yesterday" is not a point in time with its zone/],
    [{ at: "2026-11-20 14:03" }, /^AT: "2026-11-20 14:03" is not a point in time with its zone/],
    [{ at: "2026-11-21T12:00:01Z" }, /^AT: .* has not come yet; it is 2026-11-21T12:00:00.000Z$/],
    [
      { at: "2026-11-21T11:56:00Z" },
      /^AT: .* is less than 5m ago, .* ask again from 2026-11-21T12:01:00.000Z on/,
    ],
    [{ at: "2026-10-22T11:59:59Z" }, /^AT: .* is longer ago than the 30d that can be gone back to/],
    [{ from: "2" }, /^FROM: "2" is neither "first" nor a point in time/],
    [{ from: "2026-11-20T14:03:00Z" }, /^FROM: database-20261120140300 had not begun at/],
  ])("is refused for %o", (changes, problem) => {
    expect(problemsOf(changes)).toEqual([expect.stringMatching(problem)]);
  });

  test("is refused for a moment at which the cluster that serves had not begun, and for one that is there", () => {
    expect(problemsOf({ at: "2026-11-20T10:00:00Z" }, moved)).toEqual([
      'FROM: database-20261120140300 had not begun at "2026-11-20T10:00:00Z"; name the cluster that served then, for example FROM=first',
    ]);
    expect(problemsOf({ from: "first" }, moved)).toEqual([
      'AT: "2026-11-20T14:03:00Z" is what database-20261120140300 was taken back to; it is there already',
    ]);
  });

  test("says at once all that is wrong with it", () => {
    expect(problemsOf({ at: "x", from: "9" })).toHaveLength(2);
  });

  test("is refused where the file itself is wrong", () => {
    expect(problemsOf({}, file.replace("bucket: slipway-production-backups", "bucket: S3"))).toEqual([
      expect.stringMatching(/^slipway:environment.backups.bucket: /),
    ]);
  });
});
