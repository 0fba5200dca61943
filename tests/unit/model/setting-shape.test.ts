import { describe, expect, it } from "vitest";
import { environmentNames } from "../../../model/environment-name.ts";
import {
  absolutePath,
  anyText,
  cronLine,
  listenAddress,
  mailAddress,
  oneOf,
  type SettingShape,
  truth,
  versionNumber,
  wholeNumber,
} from "../../../model/setting-shape.ts";
import { validateSystem } from "../../../model/validation/validate-system.ts";
import { setting, settingIn } from "../../../model/variable.ts";
import { systems } from "../../../systems/all.ts";
import { shop } from "./declared-shop.ts";

const cases: readonly (readonly [string, SettingShape, readonly string[], readonly string[]])[] = [
  ["a text", anyText, ["x", " x"], ["", " "]],
  ["truth", truth, ["true", "false"], ["True", "1", ""]],
  ["a version", versionNumber, ["1.0.0", "10.2.3-rc.1+b"], ["1.0", "v1.0.0", "1.0.0 "]],
  ["a mail address", mailAddress, ["a@b.example"], ["a@b", "@b.example", "a b@c.example"]],
  ["a path", absolutePath, ["/", "/tmp/cache"], ["tmp", "", "/a b"]],
  ["an address to listen on", listenAddress, ["0.0.0.0", "127.0.0.1"], ["localhost", "0.0.0", ""]],
  ["a cron line", cronLine, ["* * * * *", "0 19 * * 1-5"], ["* * * *", "61 * * * *", "@daily"]],
  ["a choice", oneOf("a", "b"), ["a", "b"], ["A", "c", ""]],
  ["a whole number", wholeNumber(1), ["1", "5000000"], ["0", "-1", "1.5", "01", "", "1e3"]],
  ["a whole number from nought", wholeNumber(), ["0"], ["-0", "00"]],
];

describe("a setting's shape", () => {
  it.each(cases)("of %s admits what fits and nothing else", (_, { fits }, right, wrong) => {
    expect(right.filter((text) => !fits(text))).toEqual([]);
    expect(wrong.filter((text) => fits(text))).toEqual([]);
  });

  it("is held against the value of every environment, with the field, the value and the form", () => {
    const variables = {
      LEVEL: setting("m", { dev: "loud", staging: "info", production: "quiet" }, oneOf("debug", "info")),
      TICK: setting("m", "0", wholeNumber(1)),
    };
    expect(validateSystem({ ...shop, variables: { ...shop.variables, ...variables } })).toEqual([
      { path: "shop.variables.LEVEL.value.dev", message: '"loud" is not one of debug, info' },
      { path: "shop.variables.LEVEL.value.production", message: '"quiet" is not one of debug, info' },
      { path: "shop.variables.TICK.value", message: '"0" is not a whole number of 1 or more' },
    ]);
  });

  it("says more than that it is a text, of every setting of the three systems", () => {
    const settings = systems.flatMap(({ variables }) =>
      Object.values(variables).filter((variable) => variable.kind === "setting"),
    );
    expect(settings.length).toBeGreaterThan(10);
    expect(settings.filter(({ shape }) => shape === anyText)).toEqual([]);
    for (const each of settings)
      for (const environment of environmentNames)
        expect(each.shape.fits(settingIn(each, environment))).toBe(true);
  });
});
