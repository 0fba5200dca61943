import { expect, test } from "vitest";
import { atlasUx } from "../../../systems/atlas-ux.ts";
import { crbAnalyser } from "../../../systems/crb-analyser.ts";
import { oddScenes } from "../../../systems/odd-scenes.ts";

test("Atlas migrates by Prisma, which applies what is there and makes nothing new (DB-04)", () => {
  expect(atlasUx.migration?.command.slice(2)).toEqual(["migrate", "deploy"]);
  expect(atlasUx.migration?.command[1]).toContain("prisma");
  expect(atlasUx.migration?.uses.database.driver).toBe("prisma");
});

test("Odd Scenes migrates by Drizzle, which applies what is there and makes nothing new (DB-05)", () => {
  expect(oddScenes.migration?.command.slice(2)).toEqual(["migrate"]);
  expect(oddScenes.migration?.command[1]).toContain("drizzle-kit");
  expect(oddScenes.migration?.uses.database.driver).toBe("node-postgres");
});

test("CRB migrates by its own program, in the image of its backend, after the bootstrap (DB-06, DB-08)", () => {
  expect(crbAnalyser.migration?.command).toEqual(["python", "-m", "src.migrations.run"]);
  expect(crbAnalyser.migration?.image).toBe(crbAnalyser.services["crb-backend"]?.image);
  expect(crbAnalyser.migration?.bootstrap).toEqual(["crb-analyser/bootstrap.sql"]);
});

test("every migration goes past the pooler", () => {
  for (const { migration } of [atlasUx, crbAnalyser, oddScenes])
    expect(migration?.uses.database.env).toEqual({ DATABASE_URL: "direct" });
});
