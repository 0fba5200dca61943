import { describe, expect, it } from "vitest";
import { parseEnvironment } from "../../../config/parse-environment.ts";
import { separationProblems } from "../../../config/separation.ts";
import { configuredEnvironment } from "../../../config/stack-files.ts";
import { type EnvironmentName, environmentNames } from "../../../model/environment-name.ts";
import { systems } from "../../../systems/all.ts";
import { realEnvironment } from "../../support/declarations.ts";
import { shop } from "../model/declared-shop.ts";
import { type Configuration, configured } from "./configured-shop.ts";

const apart = {
  staging: configured("staging", { "backups.bucket": "staging-backups", "dumps.bucket": "staging-dumps" }),
  production: configured("production"),
  dev: configured("dev"),
};

const problemsOf = (
  name: EnvironmentName,
  own: Configuration,
  others: Partial<Record<EnvironmentName, unknown>> = {},
) => separationProblems(parseEnvironment([shop], name, own), (other) => ({ ...apart, ...others })[other]);

describe("what environments share", () => {
  it.each(environmentNames)("is nothing, as %s's file stands", (name) => {
    expect(separationProblems(realEnvironment(name))).toEqual([]);
    expect(problemsOf(name, apart[name])).toEqual([]);
  });

  it("is refused where dev would write to staging's data (CF-25)", () => {
    const given = structuredClone(configuredEnvironment("dev")) as {
      systems: Record<string, { hostnames: Record<string, string> }>;
    };
    const crb = given.systems["crb-analyser"];
    if (crb) crb.hostnames["supabase"] = "xxx-staging.supabase.co";
    expect(separationProblems(parseEnvironment(systems, "dev", given))).toEqual([
      {
        path: "slipway:environment.systems.crb-analyser.hostnames.supabase",
        message:
          '"xxx-staging.supabase.co" is staging\'s host too (Pulumi.staging.yaml), and environments share none; give dev one of its own',
      },
    ]);
  });

  it("is refused where staging points at a host of production's, whichever service has it there", () => {
    const own = configured("staging", {
      "backups.bucket": "staging-backups",
      "dumps.bucket": "staging-dumps",
      "systems.shop.hostnames.cdn": "api.shop.example",
    });
    expect(problemsOf("staging", own).map(({ path }) => path)).toEqual([
      "slipway:environment.systems.shop.hostnames.cdn",
    ]);
  });

  it("is refused of a bucket, and not of one that another service calls the same", () => {
    const own = configured("staging", {
      "dumps.bucket": "staging-dumps",
      "backups.endpoint": "https://s3.example.com",
    });
    expect(problemsOf("staging", own)).toEqual([
      {
        path: "slipway:environment.backups.bucket",
        message:
          '"shop-backups at s3.example.com" is production\'s bucket too (Pulumi.production.yaml), and environments share none; give staging one of its own',
      },
    ]);
    const elsewhere = configured("staging", {
      "dumps.bucket": "staging-dumps",
      "backups.endpoint": "https://s3.elsewhere.example",
    });
    expect(problemsOf("staging", elsewhere)).toEqual([]);
  });

  it.each([
    undefined,
    null,
    3,
    { systems: 3 },
    { systems: { shop: null }, backups: { endpoint: "no address" } },
  ])("does not fall over another stack's file that is wrong: %j", (wrong) => {
    expect(problemsOf("staging", apart.staging, { production: wrong })).toEqual([]);
  });
});
