import { describe, expect, test } from "vitest";
import { days } from "../../../model/quantities/duration.ts";
import { parsedShop, refusalOf } from "./configured-shop.ts";

const at = "systems.shop.secrets.rotateAfter";

describe("after how long a secret has to be replaced", () => {
  test("is said of some, and left to the usual of the others", () => {
    const source = parsedShop("staging", { [at]: { API_KEY: "90d" } }).systems[0]?.secrets;
    expect(source).toMatchObject({ rotateAfter: new Map([["API_KEY", days(90)]]) });
    expect(parsedShop("staging").systems[0]?.secrets).toMatchObject({ rotateAfter: new Map() });
  });

  test("is a span of a day or more, of a secret that is there", () => {
    expect(refusalOf("staging", { [at]: { API_KEY: "12h", API_KEYS: "90d", DUMP_CREDENTIALS: 90 } })).toEqual(
      [
        {
          path: `slipway:environment.${at}.API_KEY`,
          message: '"12h" is less than a day; give "1d" or more',
        },
        {
          path: `slipway:environment.${at}.DUMP_CREDENTIALS`,
          message: expect.stringContaining("90 is not a text; give a span") as unknown,
        },
        {
          path: `slipway:environment.${at}`,
          message: expect.stringContaining('unknown key "API_KEYS"; did you mean "API_KEY"?') as unknown,
        },
      ],
    );
  });

  test("can be said where the store keeps no versions", () => {
    const doppler = { service: "doppler", store: "doppler-staging", rotateAfter: { API_KEY: "30d" } };
    expect(refusalOf("staging", { "systems.shop.secrets": doppler })).toEqual([]);
  });
});
