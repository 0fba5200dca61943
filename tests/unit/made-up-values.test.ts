import { describe, expect, test } from "vitest";
import { crbAnalyser } from "../../systems/crb-analyser.ts";
import { madeUpValues } from "../e2e/operators/external-secrets/made-up-values.ts";
import { standInStores } from "../e2e/operators/stand-in-stores.ts";

describe("values that are made up", () => {
  const hosts = { dev: "elsewhere", staging: "elsewhere", production: "db.elsewhere" };
  const outside = { user: "app", password: "p/w", hosts, database: "app" };

  test("have the declared shape in each environment, and exist for every secret", () => {
    const values = madeUpValues("production", [crbAnalyser], ["1", "2"], outside);
    const of = (name: string): string =>
      values.find(({ key, version }) => key === `production/crb-analyser/${name}` && version === "1")
        ?.value ?? "";
    expect(of("STRIPE_SECRET_KEY")).toMatch(/^sk_live_\w+$/);
    expect(of("SENTRY_DSN")).toMatch(/^https:\/\/\w{32}@sentry\.invalid\/1$/);
    expect(JSON.parse(of("DATABASE_URLS"))).toEqual({
      "pooled-url": "postgresql://app:p%2Fw@db.elsewhere:5432/app",
      "direct-url": "postgresql://app:p%2Fw@db.elsewhere:5432/app",
    });
    expect(of("DRILL_IDENTITY")).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]{58}$/);
    // Both versions of the addresses are one, and so are both of the identity that the suite's dumps open with.
    expect(new Set(values.map(({ value }) => value)).size).toBe(values.length - 2);
  });

  test("lie in the stores that the stacks name", () => {
    const made = standInStores(outside);
    expect(Object.keys(made).sort()).toEqual(["production", "staging"]);
    for (const [name, versions] of Object.entries(made))
      for (const { key } of versions) expect(key.startsWith(`${name}/`)).toBe(true);
    for (const [name, versions] of Object.entries(made)) {
      const values = versions.filter(({ key }) => key.startsWith(`${name}/alerting/`));
      expect(values.length).toBeGreaterThan(3);
      for (const { key, value } of values) expect(URL.canParse(value)).toBe(key.endsWith("_URL"));
    }
  });
});
