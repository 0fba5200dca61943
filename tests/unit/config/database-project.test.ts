import { describe, expect, test } from "vitest";
import { parseEnvironment } from "../../../config/parse-environment.ts";
import { configuredEnvironment } from "../../../config/stack-files.ts";
import { projectOf } from "../../../model/database-project.ts";
import { externalPostgres } from "../../../model/database.ts";
import { Hostname } from "../../../model/hostname.ts";
import { gibibytes } from "../../../model/quantities/bytes.ts";
import { hours } from "../../../model/quantities/duration.ts";
import { validateDatabase } from "../../../model/validation/validate-database.ts";
import { systems } from "../../../systems/all.ts";
import { supabase } from "../../../systems/third-parties.ts";
import { shop } from "../model/declared-shop.ts";
import { type Configuration, withValue } from "./configured-shop.ts";

describe("the project of somebody else's database", () => {
  const project = { host: "supabase", party: supabase };

  test("is the first label of a host right below the provider's", () => {
    expect(projectOf(project, Hostname.parse("abc.supabase.co"))).toBe("abc");
    for (const other of [
      "db.example.com",
      "db.abc.supabase.co",
      "supabase.co",
      "abc.supabase.co.example.com",
    ])
      expect(projectOf(project, Hostname.parse(other)), other).toBeUndefined();
  });

  test("has to be read from the stack's file, or addresses would be held to nothing (CF-25)", () => {
    const given = (host: string) =>
      withValue(
        configuredEnvironment("staging") as Configuration,
        "systems.crb-analyser.hostnames.supabase",
        host,
      );
    expect(() => parseEnvironment(systems, "staging", given("db.example.com"))).toThrow(
      `slipway:environment.systems.crb-analyser.hostnames.supabase: "db.example.com" names no project of supabase.co, which the addresses of crb-analyser's database are held to; give <project>.supabase.co`,
    );
    expect(() => parseEnvironment(systems, "staging", given("abc.supabase.co"))).not.toThrow();
  });

  test("is that of an external host which the system has", () => {
    const database = externalPostgres({
      version: 17,
      provider: "supabase",
      project,
      storage: gibibytes(1),
      connections: 100,
      recovery: { time: hours(1), point: hours(1) },
    });
    expect(validateDatabase({ ...shop, database })).toEqual([
      { path: "shop.database.project.host", message: '"supabase" is no external host; known: cdn' },
    ]);
    expect(
      validateDatabase({ ...shop, database: { ...database, project: { ...project, host: "cdn" } } }),
    ).toEqual([]);
  });
});
