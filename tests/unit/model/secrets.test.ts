import { describe, expect, it } from "vitest";
import { externalPostgres } from "../../../model/database.ts";
import { environmentNames } from "../../../model/environment-name.ts";
import { gibibytes } from "../../../model/quantities/bytes.ts";
import { hours } from "../../../model/quantities/duration.ts";
import { secretNames, storeSecrets } from "../../../model/secret-names.ts";
import {
  addressWithToken,
  atLeast,
  fitsShape,
  liveOrTest,
  ofAnyForm,
  ofLength,
  password,
  prefixed,
  secretForm,
  valueOfShape,
} from "../../../model/secret-shape.ts";
import { secretShape } from "../../../model/store-secret-shapes.ts";
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
  it("lists a system's secrets, optional or not, the passwords of its stores, the keys to its backups and dumps, and the drill's identity", () => {
    expect(secretNames(shop)).toEqual([
      { name: "API_KEY", optional: false },
      { name: "SEARCH_KEY", optional: true },
      { name: "CACHE_PASSWORD", optional: false },
      { name: "CACHE_MONITOR_PASSWORD", optional: false },
      { name: "CACHE_BACKUP_PASSWORD", optional: false },
      { name: "VECTOR_STORE_KEY", optional: false },
      { name: "DATABASE_PASSWORD", optional: false },
      { name: "BACKUP_CREDENTIALS", optional: false },
      { name: "DUMP_CREDENTIALS", optional: false },
      { name: "DRILL_IDENTITY", optional: false },
    ]);
  });

  it("adds the addresses of a database that somebody else runs", () => {
    expect(secretNames({ ...shop, database: external }).map(({ name }) => name)).toEqual([
      "API_KEY",
      "SEARCH_KEY",
      "CACHE_PASSWORD",
      "CACHE_MONITOR_PASSWORD",
      "CACHE_BACKUP_PASSWORD",
      "VECTOR_STORE_KEY",
      "DATABASE_URLS",
      "DUMP_CREDENTIALS",
      "DRILL_IDENTITY",
    ]);
    expect(secretNames({ ...shop, database: external }).at(-1)?.optional).toBe(false);
  });

  it("is empty where nothing is secret", () => {
    const { cache, database, vectorStore, ...storeless } = shop;
    expect([cache, database, vectorStore]).not.toContain(undefined);
    const plain: System = { ...storeless, variables: {} };
    expect(secretNames(plain)).toEqual([]);
  });
});

describe("the secrets of data stores", () => {
  it("each have a shape, so that no empty one is taken", () => {
    for (const name of storeSecrets) {
      const shape = secretShape(shop, name);
      expect(shape, name).toBeDefined();
      for (const environment of environmentNames)
        expect(shape && fitsShape(shape, environment, ""), name).toBe(false);
    }
  });
});

describe("SecretShape", () => {
  it("begins the same everywhere, unless a key has a live form, which only production gets", () => {
    expect(prefixed("SG.")).toEqual({
      prefix: { dev: "SG.", staging: "SG.", production: "SG." },
      length: 40,
      suffix: "",
      characters: "any",
    });
    expect(prefixed("eyJ", 200).length).toBe(200);
    expect(liveOrTest("sk_live_", "sk_test_")).toEqual({
      prefix: { dev: "sk_test_", staging: "sk_test_", production: "sk_live_" },
      length: 40,
      suffix: "",
      characters: "any",
      otherPrefixes: { dev: [], staging: [], production: [] },
    });
  });

  it("of a length has no prefix, and of an address leads nowhere", () => {
    expect(ofLength(32)).toEqual({ ...prefixed("", 32), characters: "exactly" });
    expect(addressWithToken()).toEqual({ ...prefixed("https://", 32), suffix: "@sentry.invalid/1" });
  });

  it("is told in words, as an environment has it", () => {
    expect(secretForm(liveOrTest("sk_live_", "sk_test_"), "staging")).toBe("begins with sk_test_");
    expect(secretForm(liveOrTest("sk_live_", "sk_test_"), "production")).toBe("begins with sk_live_");
    expect(secretForm(ofLength(32), "dev")).toBe("has exactly 32 characters");
    expect(secretForm({ ...atLeast(8), prefix: prefixed("x-").prefix }, "dev")).toBe(
      "begins with x- and has at least 8 characters",
    );
    expect(secretForm(ofAnyForm(), "dev")).toBe("is not empty");
    expect(secretForm(password(), "dev")).toBe(
      "has at least 24 characters and holds visible ASCII characters only",
    );
  });

  it("makes a value of what is fixed in an environment, around what is random", () => {
    expect(valueOfShape(liveOrTest("sk_live_", "sk_test_"), "production", "abc")).toBe("sk_live_abc");
    expect(valueOfShape(liveOrTest("sk_live_", "sk_test_"), "dev", "abc")).toBe("sk_test_abc");
    expect(valueOfShape(addressWithToken(), "staging", "abc")).toBe("https://abc@sentry.invalid/1");
  });
});
