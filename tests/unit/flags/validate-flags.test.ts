import { expect, test } from "vitest";
import { type FeatureFlag, flag } from "../../../model/feature-flag.ts";
import { anyText } from "../../../model/setting-shape.ts";
import { validateSystem } from "../../../model/validation/validate-system.ts";
import { setting } from "../../../model/variable.ts";
import { api, shop } from "../model/declared-shop.ts";

const checkout = flag({ meaning: "checkout on one page" });
const problems = (flags: Readonly<Record<string, FeatureFlag>>, asked = Object.keys(flags)) =>
  validateSystem({ ...shop, flags, services: { ...shop.services, api: { ...api, flags: asked } } });

test("a flag has two variants, of which one is off, unless it says otherwise", () => {
  expect(checkout).toEqual({
    meaning: "checkout on one page",
    variants: { enabled: true, disabled: false },
    off: "disabled",
  });
  expect(problems({ "new-checkout": checkout })).toEqual([]);
});

test.each<[Partial<FeatureFlag>, string, RegExp]>([
  [{ variants: { disabled: false } }, "variants", /are only "disabled"; name two or more/],
  [{ variants: { enabled: true, disabled: "no" } }, "variants", /several types \(boolean, string\)/],
  [{ off: "none" }, "off", /"none" is no variant of it; known: enabled, disabled/],
])("%j is wrong", (changes, field, message) => {
  expect(problems({ "new-checkout": { ...checkout, ...changes } })).toEqual([
    { path: `shop.flags.new-checkout.${field}`, message: expect.stringMatching(message) as string },
  ]);
});

test("a key is a word that every tool takes", () => {
  expect(problems({ NewCheckout: checkout })).toEqual([
    { path: "shop.flags.NewCheckout", message: expect.stringContaining("is not a key") as string },
  ]);
});

test("who asks and what is declared fit each other", () => {
  expect(problems({ "new-checkout": checkout }, [])).toEqual([
    { path: "shop.flags.new-checkout", message: expect.stringContaining("no service and no task") as string },
  ]);
  expect(problems({}, ["new-checkout"])).toEqual([
    {
      path: "shop.services.api.flags[0]",
      message: 'no flag "new-checkout" is declared; known: none',
    },
  ]);
});

test("the variables by which code finds the flags are nobody else's", () => {
  const variables = {
    ...shop.variables,
    FLAGD_RESOLVER: setting("m", "rpc", anyText),
  };
  const asking = {
    ...api,
    flags: ["new-checkout"],
    variables: { name: "own", variables: [...api.variables.variables, "FLAGD_RESOLVER"] },
  };
  const found = validateSystem({
    ...shop,
    variables,
    flags: { "new-checkout": checkout },
    services: { ...shop.services, api: asking },
  });
  expect(found).toEqual([
    {
      path: "shop.services.api",
      message: "variable FLAGD_RESOLVER is set twice: by its flags and by set; keep one",
    },
  ]);
});
