import { expect, test } from "vitest";
import { parseEnvironment } from "../../../config/parse-environment.ts";
import { configured, digestOf, parsedShop, refusal } from "../config/configured-shop.ts";
import { configuredMigrating, migrating } from "./migrating-shop.ts";

const path = "systems.shop.contract";
const at = `slipway:environment.${path}`;
const problemsOf = (environment: "dev" | "staging", values: Parameters<typeof configuredMigrating>[1]) =>
  refusal(environment, configuredMigrating(environment, values), { systems: [migrating] });

test("a release that takes something away is marked by its digest and the reason (DB-10)", () => {
  const marked = configuredMigrating("staging", {
    [path]: { release: digestOf("a"), reason: "drops orders.total_cents" },
  });
  const [own] = parseEnvironment([migrating], "staging", marked).systems;
  expect(own?.contract).toEqual({ release: digestOf("a"), reason: "drops orders.total_cents" });
  expect(parsedShop("staging").systems[0]).not.toHaveProperty("contract");
});

test("in dev the mark may be the reference that dev runs", () => {
  const reference = "ghcr.io/shop/program:1.2.0";
  const marked = configuredMigrating("dev", {
    release: { shop: { program: reference } },
    [path]: { release: reference, reason: "drops a table" },
  });
  const [own] = parseEnvironment([migrating], "dev", marked).systems;
  expect(own?.contract?.release).toBe(reference);
});

test("a mark that is left behind is refused: it would be taken for the next release's", () => {
  expect(problemsOf("staging", { [path]: { release: digestOf("9"), reason: "drops a table" } })).toEqual([
    {
      path: `${at}.release`,
      message: `"${digestOf("9")}" is not what is released of program, which is "${digestOf("a")}"; take the mark out, as the database remembers it, or name what is released`,
    },
  ]);
});

test.each([
  [{ release: digestOf("a") }, "reason", /missing; give what the migration takes away/],
  [{ release: digestOf("a"), reason: "" }, "reason", /is empty/],
  [{ release: "v1", reason: "drops a table" }, "release", /"v1"/],
])("%j is refused", (contract, field, message) => {
  expect(problemsOf("staging", { [path]: contract })).toEqual([
    { path: `${at}.${field}`, message: expect.stringMatching(message) as string },
  ]);
});

test("a system without a migration has nothing to mark", () => {
  const given = configured("staging", { [path]: { release: digestOf("a"), reason: "drops a table" } });
  expect(
    refusal("staging", given)
      .map(({ message }) => message)
      .join(),
  ).toMatch(/contract/);
});
