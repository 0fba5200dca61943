import { describe, expect, it } from "vitest";
import { configured, parsedShop, refusalOf } from "./configured-shop.ts";

const at = "slipway:environment.systems.shop.secrets";
const secrets = "systems.shop.secrets";
const versions = {
  API_KEY: "7",
  CACHE_PASSWORD: "2",
  CACHE_MONITOR_PASSWORD: "8",
  CACHE_BACKUP_PASSWORD: "9",
  VECTOR_STORE_KEY: "4",
  DATABASE_PASSWORD: "5",
  BACKUP_CREDENTIALS: "3",
  DUMP_CREDENTIALS: "4",
  DRILL_IDENTITY: "6",
};

describe("secrets that the stack's own configuration holds", () => {
  it("are a source of staging's, with the versions in force", () => {
    const [own] = parsedShop("staging", {
      [secrets]: { kind: "configuration", versions, alsoAccepted: { CACHE_PASSWORD: "3" } },
    }).systems;
    expect(own?.secrets).toEqual({
      kind: "configured",
      versions: new Map(Object.entries(versions)),
      alsoAccepted: new Map([["CACHE_PASSWORD", "3"]]),
    });
  });

  it("are all required but the optional ones, and have versions that end a name (SEC-11)", () => {
    const given = { ...versions, API_KEY: "a b" };
    expect(refusalOf("staging", { [secrets]: { kind: "configuration", versions: given } })).toEqual([
      {
        path: `${at}.versions.API_KEY`,
        message:
          "a text that may be a secret is not the version of the secret that is in force; use lower-case letters, digits and -",
      },
    ]);
    const withOptional = { ...versions, SEARCH_KEY: "1" };
    expect(refusalOf("staging", { [secrets]: { kind: "configuration", versions: withOptional } })).toEqual(
      [],
    );
    expect(
      refusalOf("staging", { [secrets]: { kind: "configuration", versions: { API_KEY: "7" } } }).map(
        ({ path }) => path,
      ),
    ).toEqual(
      Object.keys(versions)
        .filter((name) => name !== "API_KEY")
        .map((name) => `${at}.versions.${name}`),
    );
  });

  it("name no store beside it, and no kind that there is not", () => {
    expect(refusalOf("staging", { [secrets]: { kind: "configuration", store: "vault", versions } })).toEqual([
      { path: at, message: expect.stringMatching(/^unknown key "store"; /) as string },
    ]);
    expect(refusalOf("staging", { [`${secrets}.kind`]: "file" })).toEqual([
      {
        path: `${at}.kind`,
        message: '"file" is no source of secrets; give one of: store, configuration',
      },
    ]);
    expect(refusalOf("staging", { [`${secrets}.kind`]: "store" })).toEqual([]);
  });

  it("are refused in production, whatever else is right", () => {
    expect(
      refusalOf("production", { [`${secrets}.kind`]: "configuration", [`${secrets}.store`]: "vault" }),
    ).toEqual([
      {
        path: `${at}.kind`,
        message:
          '"configuration" is not for production, whose secrets never lie in the repository; give "store" or leave it out, and name the store',
      },
    ]);
  });

  it("stand in dev in the place of some that are made up, and of no data store's", () => {
    const inDev = (given: Record<string, string>) => ({
      [secrets]: { kind: "configuration", versions: given },
    });
    expect(parsedShop("dev", inDev({ SEARCH_KEY: "1" })).systems[0]?.secrets).toEqual({
      kind: "generated",
      configured: new Map([["SEARCH_KEY", "1"]]),
    });
    expect(refusalOf("dev", inDev({ DATABASE_PASSWORD: "1" })).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^unknown key "DATABASE_PASSWORD"; .* Known: API_KEY, SEARCH_KEY$/) as string,
    ]);
    expect(parsedShop("dev").systems[0]?.secrets).toEqual({ kind: "generated" });
    expect(configured("dev")).not.toHaveProperty(secrets);
  });
});
