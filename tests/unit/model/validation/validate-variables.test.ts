import { describe, expect, it } from "vitest";
import { port } from "../../../../model/port.ts";
import { anyText } from "../../../../model/setting-shape.ts";
import { type System } from "../../../../model/system.ts";
import { validateSystem } from "../../../../model/validation/validate-system.ts";
import { externalUrl, publicUrl, setting, variableSet } from "../../../../model/variable.ts";
import { api, clock, mailer, pages, shop } from "../declared-shop.ts";

const declaring = (variables: System["variables"]): System => ({
  ...shop,
  variables: { ...shop.variables, ...variables },
});
const serving = (services: System["services"]): System => ({
  ...shop,
  services: { ...shop.services, ...services },
});

describe("a variable", () => {
  it.each(["log_level", "2ND", "_A", "LOG-LEVEL", "LOG LEVEL"])("is not called %j", (name) => {
    expect(validateSystem(declaring({ [name]: setting("x", "y", anyText) }))).toEqual([
      {
        path: `shop.variables.${name}`,
        message: `"${name}" is not a variable name; use capitals, digits and _, a letter first`,
      },
    ]);
  });

  it.each(["A", "A_", "S3_BUCKET"])("may be called %s", (name) => {
    expect(validateSystem(declaring({ [name]: setting("x", "y", anyText) }))).toEqual([]);
  });

  it("gives the address of a service that exists and is public", () => {
    const variables = {
      A: publicUrl("x", "nobody"),
      B: publicUrl("x", "mailer"),
      C: publicUrl("x", "hidden"),
      D: publicUrl("x", "pages"),
    };
    const hidden = { ...pages, public: false as const, port: port(9000) };
    expect(validateSystem({ ...declaring(variables), services: { ...shop.services, hidden } })).toEqual([
      { path: "shop.variables.A", message: 'no service "nobody" is declared' },
      {
        path: "shop.variables.B",
        message: 'service "mailer" is not public and has no address to give',
      },
      {
        path: "shop.variables.C",
        message: 'service "hidden" is not public and has no address to give',
      },
    ]);
  });

  it("gives the address of an external host that exists", () => {
    expect(validateSystem(declaring({ A: externalUrl("x", "cdm") }))).toEqual([
      { path: "shop.variables.A", message: 'no external host "cdm" is declared; known: cdn' },
    ]);
    expect(validateSystem({ ...shop, externalHosts: {} })).toEqual([
      { path: "shop.variables.CDN_URL", message: 'no external host "cdn" is declared; known: none' },
    ]);
  });
});

describe("a set of variables", () => {
  it("means one list, whoever names it (SYS-06)", () => {
    const shorter = variableSet("program", ["LOG_LEVEL"]);
    expect(validateSystem(serving({ mailer: { ...mailer, variables: shorter } }))).toEqual([
      {
        path: "shop.services.mailer.variables",
        message: 'set "program" lists other variables in "api"; share one constant or rename one set',
      },
    ]);
    expect(
      validateSystem(serving({ mailer: { ...mailer, variables: { ...shorter, name: "short" } } })),
    ).toEqual([]);
  });

  it("lists variables that are declared", () => {
    const set = variableSet("clock", ["LOG_LEVEL", "LOG_LEVELS"]);
    expect(validateSystem(serving({ clock: { ...clock, variables: set } }))).toEqual([
      {
        path: "shop.services.clock.variables[1]",
        message: 'no variable "LOG_LEVELS" is declared in shop.variables',
      },
    ]);
  });

  it("of a static site holds no secret", () => {
    const set = variableSet("pages", ["API_URL", "API_KEY"]);
    expect(validateSystem(serving({ pages: { ...pages, variables: set } }))).toEqual([
      {
        path: "shop.services.pages.variables[1]",
        message: '"API_KEY" is a secret, and a static site shows all it has to every visitor',
      },
    ]);
  });
});

describe("a container", () => {
  const declared = (name: string): System => declaring({ [name]: setting("x", "y", anyText) });
  const listing = (name: string) => variableSet("other", [name]);

  it.each([
    ["DATABASE_URL", "database edge"],
    ["REDIS_URL", "cache edge"],
    ["QDRANT_URL", "vector store edge"],
    ["WEB_CONCURRENCY", "its number of processes"],
    ["PORT", "its port"],
  ])("does not set %s twice: %s", (name, source) => {
    const services = { ...shop.services, api: { ...api, variables: listing(name) } };
    expect(validateSystem({ ...declared(name), services })).toEqual([
      {
        path: "shop.services.api",
        message: `variable ${name} is set twice: by ${source} and by set; keep one`,
      },
    ]);
  });

  it("does not list a variable twice, or take one from two edges", () => {
    const twice = variableSet("twice", ["LOG_LEVEL", "LOG_LEVEL"]);
    expect(validateSystem(serving({ clock: { ...clock, variables: twice } }))).toEqual([
      {
        path: "shop.services.clock",
        message: "variable LOG_LEVEL is set twice: by set and by set; keep one",
      },
    ]);
    const uses = { ...api.uses, cache: { env: "DATABASE_URL", pool: 1 } };
    expect(validateSystem(serving({ api: { ...api, uses } }))).toEqual([
      {
        path: "shop.services.api",
        message: "variable DATABASE_URL is set twice: by database edge and by cache edge; keep one",
      },
    ]);
  });

  it("has every variable that its command names", () => {
    const command = ["serve", "--port=$(PORT)", "$(LOG_LEVEL)$(COLOUR)", "$PORT", "$(SHAPE)"];
    expect(validateSystem(serving({ clock: { ...clock, command } }))).toEqual([
      {
        path: "shop.services.clock.command",
        message: '"--port=$(PORT)" names PORT, which this container does not have',
      },
      {
        path: "shop.services.clock.command",
        message: '"$(LOG_LEVEL)$(COLOUR)" names COLOUR, which this container does not have',
      },
      {
        path: "shop.services.clock.command",
        message: '"$(SHAPE)" names SHAPE, which this container does not have',
      },
    ]);
  });
});
