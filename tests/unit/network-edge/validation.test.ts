import { describe, expect, test } from "vitest";
import { externalRedis } from "../../../model/cache.ts";
import { httpHealth } from "../../../model/health.ts";
import { port } from "../../../model/port.ts";
import { type PublicEdge, publicEdge } from "../../../model/public-edge.ts";
import { milliseconds } from "../../../model/quantities/duration.ts";
import { rateLimit } from "../../../model/rate-limit.ts";
import type { System } from "../../../model/system.ts";
import { validatePublicEdges } from "../../../model/validation/validate-public-edge.ts";
import { api, cache, pages, shopWith } from "../model/declared-shop.ts";

const at = "shop.services.api.public";

/** What is wrong with a shop whose API is shown like this. */
const problems = (edge: Partial<PublicEdge>, rest: Partial<System> = {}) =>
  validatePublicEdges(
    shopWith({ api: { ...api, public: publicEdge({ answers: "api", ...edge }) }, pages }, rest),
  );

const limit = (given: Partial<Parameters<typeof rateLimit>[0]> = {}) =>
  rateLimit({ path: "/api", requests: 5, ...given });

test("what is right has no problem", () => {
  expect(
    problems({
      routes: { "/pages": "pages" },
      webhooks: ["/hooks/paid"],
      uptime: "/health",
      rateLimits: { api: limit(), everything: limit({ path: "/" }) },
      proxies: 2,
    }),
  ).toEqual([]);
});

describe("a path", () => {
  test.each(["api", "/api/", "//api", "/api//x", "/", "/a/../b", "/a/.", "/a b", "/%2e", "/ü"])(
    "%j is not plain enough for a webhook or a route",
    (path) => {
      const message = `"${path}" is not a plain path; write segments such as /api/orders, with no slash at the end`;
      expect(problems({ webhooks: [path] })).toEqual([{ path: `${at}.webhooks[0]`, message }]);
      expect(problems({ routes: { [path]: "pages" } })).toEqual([{ path: `${at}.routes`, message }]);
    },
  );

  test("of a rate limit is plain, or everything", () => {
    expect(problems({ rateLimits: { a: limit({ path: "/api/" }) } })).toMatchObject([
      { path: `${at}.rateLimits.a.path` },
    ]);
    expect(problems({ rateLimits: { a: limit({ path: "/..." }) } })).toEqual([]);
  });
});

describe("a webhook", () => {
  test.each([
    ["/health", '"/health" is kept off the internet; choose another path'],
    ["/metrics/paid", '"/metrics/paid" is kept off the internet; choose another path'],
    ["/pages/paid", '"/pages/paid" is routed to another service; declare it there'],
  ])("can't be at %s", (webhook, message) => {
    expect(problems({ webhooks: [webhook], routes: { "/pages": "pages" } })).toEqual([
      { path: `${at}.webhooks[0]`, message },
    ]);
  });

  test("is named once", () => {
    expect(problems({ webhooks: ["/paid", "/paid"] })).toEqual([
      { path: `${at}.webhooks[1]`, message: '"/paid" is named twice; keep one' },
    ]);
  });
});

describe("a route", () => {
  test.each([
    ["api", '"api" is the service itself; drop the route'],
    ["mailer", '"mailer" is no public service of shop; known: pages'],
    ["toString", '"toString" is no public service of shop; known: pages'],
  ])("can't lead to %s", (target, message) => {
    expect(problems({ routes: { "/there": target } })).toEqual([{ path: `${at}.routes./there`, message }]);
  });

  test("leads to a service with a hostname of its own", () => {
    const system = shopWith({
      api: { ...api, public: publicEdge({ answers: "api", routes: { "/there": "pages" } }) },
      pages: { ...pages, public: false },
    });
    expect(validatePublicEdges(system)).toEqual([
      { path: `${at}.routes./there`, message: '"pages" is no public service of shop; known: none' },
    ]);
  });
});

describe("what is watched from outside", () => {
  test("is a health path", () => {
    expect(problems({ uptime: "/up" })).toEqual([
      {
        path: `${at}.uptime`,
        message: '"/up" is no health path of the service; it has /live, /ready, /health',
      },
    ]);
    const health = httpHealth({ live: "/up", ready: "/up" });
    const edge = publicEdge({ answers: "api", uptime: "/health" });
    expect(validatePublicEdges(shopWith({ api: { ...api, health, public: edge } }))).toMatchObject([
      { message: '"/health" is no health path of the service; it has /up' },
    ]);
  });
});

describe("a rate limit", () => {
  test("needs a cache to count in, which says how to get one", () => {
    const { cache: none, ...uncached } = shopWith({
      api: { ...api, public: publicEdge({ answers: "api", rateLimits: { api: limit() } }) },
    });
    expect(none).toBeDefined();
    expect(validatePublicEdges(uncached)).toEqual([
      {
        path: `${at}.rateLimits.api`,
        message:
          "system shop declares no cache to count in (CF-13); declare one, `cache: redis({ … })`, or drop the limit",
      },
    ]);
  });

  test("needs one that throws no count away", () => {
    expect(problems({ rateLimits: { api: limit() } }, { cache: { ...cache, purpose: "cache" } })).toEqual([
      {
        path: `${at}.rateLimits.api`,
        message:
          'the purpose of the cache is "cache", so a full memory may throw counts away (CAC-04); declare purpose "both", or drop the limit',
      },
    ]);
  });

  test("needs one of the platform's, since the gateway is given no other", () => {
    const { memory, storage, connections } = cache;
    const elsewhere = externalRedis({
      ...{ version: 7, purpose: "counters", provider: "somebody", port: port(6380) },
      ...{ memory, storage, connections },
    });
    expect(problems({ rateLimits: { api: limit() } }, { cache: elsewhere })).toEqual([
      {
        path: `${at}.rateLimits.api`,
        message:
          "the cache is run by somebody, and the gateway counts in one of the platform's own alone; declare that, `cache: redis({ … })`, or drop the limit",
      },
    ]);
  });

  test.each([0, -1, 1.5, Number.NaN])("of %d requests is none", (requests) => {
    expect(problems({ rateLimits: { api: limit({ requests }) } })).toEqual([
      { path: `${at}.rateLimits.api.requests`, message: `${requests} is not a whole number of 1 or more` },
    ]);
  });

  test("counts in a second or more", () => {
    expect(problems({ rateLimits: { api: limit({ per: milliseconds(999) }) } })).toEqual([
      { path: `${at}.rateLimits.api.per`, message: "999ms is less than the 1s that can be counted in" },
    ]);
  });

  test("has a name that an object can have, and that no other of the system has", () => {
    expect(problems({ rateLimits: { Api: limit() } })).toMatchObject([
      { path: `${at}.rateLimits.Api`, message: expect.stringContaining('"Api" is not a name') as string },
    ]);
    const other = publicEdge({ answers: "api", rateLimits: { api: limit() } });
    const system = shopWith({
      api: { ...api, public: other },
      other: { ...api, port: port(3001), public: other },
    });
    expect(validatePublicEdges(system)).toEqual([
      {
        path: "shop.services.other.public.rateLimits.api",
        message: '"api" is also a rate limit of "api", and an environment names limits alone; rename one',
      },
    ]);
  });

  test("has its path to itself", () => {
    expect(problems({ rateLimits: { api: limit(), again: limit() } })).toEqual([
      { path: `${at}.rateLimits.again.path`, message: '"/api" is already limited by "api"; keep one' },
    ]);
  });
});

test.each([-1, 0.5])("%d proxies are no number of them", (proxies) => {
  expect(problems({ proxies })).toEqual([
    { path: `${at}.proxies`, message: `${proxies} is not a whole number of 0 or more` },
  ]);
});

test("a hostname holds 16 rules", () => {
  const webhooks = (count: number) => Array.from({ length: count }, (_, index) => `/hook-${index}`);
  expect(problems({ webhooks: webhooks(14) })).toEqual([]);
  expect(problems({ webhooks: webhooks(15) })).toEqual([
    {
      path: at,
      message:
        "routes, webhooks and rate limits come to 17 rules, and one hostname can have 16; declare fewer",
    },
  ]);
  expect(problems({ webhooks: webhooks(13), routes: { "/pages": "pages" } })).toMatchObject([{ path: at }]);
});
