import { describe, expect, it } from "vitest";
import { port } from "../../../../model/port.ts";
import { anyText } from "../../../../model/setting-shape.ts";
import type { System } from "../../../../model/system.ts";
import { validateSystem } from "../../../../model/validation/validate-system.ts";
import { setting } from "../../../../model/variable.ts";
import { api, cache, clock, mailer, pages, shop, shopWith } from "../declared-shop.ts";

/** Services `a`, `b`, `c`… that call the ones listed; each listens on a port of its own. */
const calling = (calls: Readonly<Record<string, readonly string[]>>): System => {
  const services = Object.entries(calls).map(
    ([name, callees], index) => [name, { ...api, port: port(3000 + index), calls: callees }] as const,
  );
  return shopWith(Object.fromEntries(services), {
    variables: { ...shop.variables, API_URL: setting("x", "y", anyText) },
  });
};

describe("an image", () => {
  it("that a service runs is declared", () => {
    const services = { ...shop.services, api: { ...api, image: "programme" } };
    expect(validateSystem({ ...shop, services })).toEqual([
      {
        path: "shop.services.api.image",
        message: 'no image "programme" is declared; known: program, pages',
      },
    ]);
    expect(validateSystem({ ...shopWith({ api }), images: {} })).toContainEqual({
      path: "shop.services.api.image",
      message: 'no image "program" is declared; known: none',
    });
  });

  it.each([
    ["mailer", { ...mailer, image: "pages" }],
    ["clock", { ...clock, image: "pages" }],
  ])("of a process with a heartbeat has a runtime to read it: %s", (name, service) => {
    expect(validateSystem({ ...shop, services: { ...shop.services, [name]: service } })).toEqual([
      {
        path: `shop.services.${name}.heartbeat`,
        message: 'image "pages" has no runtime to read the heartbeat with; declare its runtime',
      },
    ]);
  });
});

describe("an edge to a store", () => {
  it.each(["database", "cache", "vectorStore"] as const)("leads to a %s that is declared", (store) => {
    const { [store]: dropped, ...rest } = shop;
    expect(dropped).toBeDefined();
    const users = store === "database" ? ["api", "mailer", "clock"] : ["api"];
    expect(validateSystem(rest)).toEqual(
      users.map((user) => ({
        path: `shop.services.${user}.uses.${store}`,
        message: `system shop declares no ${store}; declare one or drop the edge`,
      })),
    );
  });

  it.each([0, -1, 1.5, Number.NaN])("opens no pool of %d", (pool) => {
    const uses = {
      database: { env: { DATABASE_URL: "pooled" }, pool },
      cache: { env: "REDIS_URL", pool },
    } as const;
    expect(validateSystem({ ...shop, services: { ...shop.services, api: { ...api, uses } } })).toEqual([
      { path: "shop.services.api.uses.database.pool", message: `${pool} is not a whole number of 1 or more` },
      { path: "shop.services.api.uses.cache.pool", message: `${pool} is not a whole number of 1 or more` },
    ]);
  });

  it("may open a pool of one", () => {
    const uses = { database: { env: { DATABASE_URL: "pooled" }, pool: 1 } } as const;
    expect(validateSystem({ ...shop, services: { ...shop.services, api: { ...api, uses } } })).toEqual([]);
  });
});

describe("a call", () => {
  const withCalls = (calls: readonly string[]): System => ({
    ...shop,
    services: { ...shop.services, mailer: { ...mailer, calls } },
  });

  it("goes to a service that exists", () => {
    expect(validateSystem(withCalls(["api", "apy"]))).toEqual([
      {
        path: "shop.services.mailer.calls[1]",
        message: 'no service "apy" is declared; known: api, pages',
      },
    ]);
  });

  it("goes to a service that listens, and to another than itself", () => {
    expect(validateSystem(withCalls(["clock", "mailer"]))).toEqual([
      {
        path: "shop.services.mailer.calls[0]",
        message: '"clock" listens on no port; services that do: api, pages',
      },
      { path: "shop.services.mailer.calls[1]", message: '"mailer" is the service itself' },
    ]);
  });
});

describe("a port", () => {
  it("belongs to one service of a system, named in the message", () => {
    const services = { ...shop.services, pages: { ...pages, port: port(3000) } };
    expect(validateSystem({ ...shop, services })).toEqual([
      {
        path: "shop.services.pages.port",
        message:
          '3000 is already the port of "api", and both would be http://localhost:3000 in dev; choose another',
      },
    ]);
  });

  it("that three services share is reported for the second and the third, with the first as its owner", () => {
    const services = { ...shop.services, pages: { ...pages, port: port(3000) }, other: { ...api } };
    const problems = validateSystem({ ...shop, services }).filter(({ path }) => path.endsWith(".port"));
    expect(problems.map(({ path }) => path)).toEqual([
      "shop.services.pages.port",
      "shop.services.other.port",
    ]);
    expect(problems.every(({ message }) => message.includes('"api"'))).toBe(true);
  });
});

describe("a cycle", () => {
  const cycles = (calls: Readonly<Record<string, readonly string[]>>) =>
    validateSystem({
      ...calling(calls),
      cache: { ...cache, connections: 10_000 },
    });
  const message = (circle: string): string =>
    `${circle} is a cycle; turn one of these calls into a queue or an event`;

  it("of two services is named once", () => {
    expect(cycles({ a: ["b"], b: ["a"] })).toEqual([
      { path: "shop.services.a.calls", message: message("a → b → a") },
    ]);
  });

  it("of three is named once, whatever leads into it", () => {
    expect(cycles({ door: ["b"], a: ["b"], b: ["c"], c: ["a"] })).toEqual([
      { path: "shop.services.b.calls", message: message("b → c → a → b") },
    ]);
  });

  it("is named beside another one", () => {
    expect(cycles({ a: ["b"], b: ["a"], c: ["d"], d: ["c"] })).toEqual([
      { path: "shop.services.a.calls", message: message("a → b → a") },
      { path: "shop.services.c.calls", message: message("c → d → c") },
    ]);
  });

  it("is not what a diamond or a chain is", () => {
    expect(cycles({ a: ["b", "c"], b: ["d"], c: ["d"], d: [] })).toEqual([]);
    expect(cycles({ a: [], b: ["a"], c: ["b"] })).toEqual([]);
  });
});
