import { expect, test } from "vitest";
import { parseEnvironment } from "../../../config/parse-environment.ts";
import { flag } from "../../../model/feature-flag.ts";
import { percent } from "../../../model/quantities/percentage.ts";
import type { System } from "../../../model/system.ts";
import { type Configuration, configured, refusal } from "../config/configured-shop.ts";
import { api, shop } from "../model/declared-shop.ts";

const flagged: System = {
  ...shop,
  flags: { "new-checkout": flag({ meaning: "checkout on one page" }) },
  services: { ...shop.services, api: { ...api, flags: ["new-checkout"] } },
};
const at = "slipway:environment.systems.shop.flags";
const given = (value: Configuration) => configured("staging", { "systems.shop.flags": value });
const release = (value: Configuration) =>
  parseEnvironment([flagged], "staging", given({ "new-checkout": value })).systems[0]?.flags.get(
    "new-checkout",
  );
const problems = (value: Configuration) =>
  refusal("staging", given({ "new-checkout": value }), { systems: [flagged] });

const dark = { killed: false, serve: "disabled", users: {}, tenants: {}, share: undefined };

test("what an environment leaves out is dark", () => {
  const { systems } = parseEnvironment([flagged], "staging", configured("staging"));
  expect([...(systems[0]?.flags ?? [])]).toEqual([["new-checkout", dark]]);
  expect(release({})).toEqual(dark);
});

test("an environment says who gets which variant", () => {
  expect(
    release({
      killed: true,
      serve: "enabled",
      users: { disabled: ["ann"] },
      tenants: { enabled: ["acme", "umbrella"] },
      share: { by: "user", of: { enabled: 12.5 } },
    }),
  ).toEqual({
    killed: true,
    serve: "enabled",
    users: { disabled: ["ann"] },
    tenants: { enabled: ["acme", "umbrella"] },
    share: { by: "user", of: { enabled: percent(12.5) } },
  });
});

test.each<[Configuration, string, RegExp]>([
  [{ serve: "on" }, "new-checkout.serve", /"on" is no variant of it; known: enabled, disabled/],
  [{ users: { enabeld: ["ann"] } }, "new-checkout.users", /did you mean "enabled"/],
  [{ users: { enabled: [] } }, "new-checkout.users.enabled", /is empty/],
  [
    { users: { enabled: ["ann"], disabled: ["ann"] } },
    "new-checkout.users.disabled",
    /"ann" already gets enabled; keep one/,
  ],
  [
    { share: { by: "user", of: { enabled: 101 } } },
    "new-checkout.share.of.enabled",
    /101 is not a percentage/,
  ],
  [
    { share: { by: "user", of: { enabled: 60, disabled: 50 } } },
    "new-checkout.share.of",
    /shares of 110% are more than all/,
  ],
  [{ share: { by: "planet", of: {} } }, "new-checkout.share.by", /"planet" is not one of user, tenant/],
  [{ killed: "yes" }, "new-checkout.killed", /"yes" is not true or false/],
])("%j is refused", (value, path, message) => {
  expect(problems(value)).toEqual([
    { path: `${at}.${path}`, message: expect.stringMatching(message) as string },
  ]);
});

test("a flag that nobody declared is an unknown key, and a system without flags takes none", () => {
  const [unknown] = refusal("staging", given({ "new-chekout": {} }), { systems: [flagged] });
  expect(unknown?.message).toContain('did you mean "new-checkout"');
  const [none] = refusal("staging", given({}), { systems: [shop] });
  expect(none?.message).toMatch(/^unknown key "flags"/);
});
