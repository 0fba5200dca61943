import { describe, expect, it } from "vitest";
import { externalPostgres } from "../../../model/database.ts";
import { gibibytes } from "../../../model/quantities/bytes.ts";
import { hours } from "../../../model/quantities/duration.ts";
import { secretNames } from "../../../model/secret-names.ts";
import { addressWithToken, liveOrTest, ofLength, prefixed } from "../../../model/secret-shape.ts";
import type { System } from "../../../model/system.ts";
import { shop } from "./declared-shop.ts";

const external = externalPostgres({
  version: 16,
  provider: "somebody",
  storage: gibibytes(1),
  connections: 100,
  recovery: { time: hours(1), point: hours(1) },
});

describe("secretNames", () => {
  it("lists a system's secrets, optional or not, and the password of its cache", () => {
    expect(secretNames(shop)).toEqual([
      { name: "API_KEY", optional: false },
      { name: "SEARCH_KEY", optional: true },
      { name: "CACHE_PASSWORD", optional: false },
    ]);
  });

  it("adds the addresses of a database that somebody else runs", () => {
    expect(secretNames({ ...shop, database: external }).map(({ name }) => name)).toEqual([
      "API_KEY",
      "SEARCH_KEY",
      "CACHE_PASSWORD",
      "DATABASE_URLS",
    ]);
    expect(secretNames({ ...shop, database: external }).at(-1)?.optional).toBe(false);
  });

  it("is empty where nothing is secret", () => {
    const { cache, database, ...storeless } = shop;
    expect([cache, database]).not.toContain(undefined);
    const plain: System = { ...storeless, variables: {} };
    expect(secretNames(plain)).toEqual([]);
  });
});

describe("SecretShape", () => {
  it("begins the same everywhere, unless a key has a live form, which only production gets", () => {
    expect(prefixed("SG.")).toEqual({
      prefix: { dev: "SG.", staging: "SG.", production: "SG." },
      length: 40,
      suffix: "",
    });
    expect(prefixed("eyJ", 200).length).toBe(200);
    expect(liveOrTest("sk_live_", "sk_test_")).toEqual({
      prefix: { dev: "sk_test_", staging: "sk_test_", production: "sk_live_" },
      length: 40,
      suffix: "",
    });
  });

  it("of a length has no prefix, and of an address leads nowhere", () => {
    expect(ofLength(32)).toEqual(prefixed("", 32));
    expect(addressWithToken()).toEqual({ ...prefixed("https://", 32), suffix: "@sentry.invalid/1" });
  });
});
