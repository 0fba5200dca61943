import { describe, expect, test } from "vitest";
import { parseEnvironment } from "../../../config/parse-environment.ts";
import { publicEdge } from "../../../model/public-edge.ts";
import { isPublic } from "../../../model/public-service.ts";
import { minutes, seconds } from "../../../model/quantities/duration.ts";
import { rateLimit } from "../../../model/rate-limit.ts";
import { type Configuration, configured, refusal } from "../config/configured-shop.ts";
import { api, shop } from "../model/declared-shop.ts";

const limited = {
  ...shop,
  services: {
    ...shop.services,
    api: {
      ...api,
      public: publicEdge({
        answers: "api",
        rateLimits: { api: rateLimit({ path: "/api", requests: 100, per: minutes(15) }) },
      }),
    },
  },
};

const at = "slipway:environment.systems.shop.rateLimits";
const given = (rateLimits?: Configuration): Configuration =>
  configured("staging", { "systems.shop.rateLimits": rateLimits });
const problems = (rateLimits: Configuration) => refusal("staging", given(rateLimits), { systems: [limited] });

function limitIn(rateLimits?: Configuration) {
  const [own] = parseEnvironment([limited], "staging", given(rateLimits)).systems;
  const service = own?.system.services["api"];
  return isPublic(service) ? service.public.rateLimits["api"] : undefined;
}

describe("an environment's rate limits", () => {
  test("stand in place of the declared ones, as far as they are given", () => {
    expect(limitIn()).toEqual({ path: "/api", requests: 100, per: minutes(15) });
    expect(limitIn({ api: { requests: 20 } })).toEqual({ path: "/api", requests: 20, per: minutes(15) });
    expect(limitIn({ api: { requests: 20, per: "30s" } })).toEqual({
      path: "/api",
      requests: 20,
      per: seconds(30),
    });
  });

  test("are those that are declared, and the nearest is named", () => {
    expect(problems({ apis: { requests: 20 } })).toEqual([
      { path: at, message: 'unknown key "apis"; did you mean "api"? Known: api' },
    ]);
    expect(problems({ api: { request: 20 } })).toContainEqual({
      path: `${at}.api`,
      message: 'unknown key "request"; did you mean "requests"? Known: requests, per',
    });
  });

  test("can't be given where none is declared", () => {
    const [problem] = refusal("staging", given({ api: { requests: 20 } }));
    expect(problem?.path).toBe("slipway:environment.systems.shop");
    expect(problem?.message).toMatch(/^unknown key "rateLimits"; did you mean /);
  });

  test.each([
    ["requests", 0, "0 is not a whole number of 1 or more"],
    ["requests", "20", '"20" is not a whole number of 1 or more'],
    ["per", "0s", '"0s" is less than a second; give "1s" or more'],
    ["per", "999ms", '"999ms" is less than a second; give "1s" or more'],
    ["per", "15", '"15" is not a duration; write a span such as "30s", "15m" or "1h"'],
    [
      "per",
      15,
      '15 is not a text; give a span such as "15m" or "1h"; if you mean the text, put it in quotes: "15"',
    ],
  ])("take no %s of %j", (field, value, message) => {
    expect(problems({ api: { requests: 20, [field]: value } })).toEqual([
      { path: `${at}.api.${field}`, message },
    ]);
  });
});
