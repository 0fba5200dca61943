import { describe, expect, it } from "vitest";
import { parseEnvironment } from "../../../config/parse-environment.ts";
import { port } from "../../../model/port.ts";
import { ValidationError } from "../../../model/problem.ts";
import { api, pages, shop } from "../model/declared-shop.ts";
import { configured, refusal, refusalOf } from "./configured-shop.ts";

const at = "slipway:environment";

describe("which environment", () => {
  it("must be one of three", () => {
    expect(refusal("prod", configured("production"))).toEqual([
      { path: '"prod"', message: "is no environment; select one of: dev, staging, production" },
    ]);
    expect(() => parseEnvironment([shop], "", {})).toThrow('Stack: 1 problem\n  "": is no environment');
  });

  it("must be the stack's, lest one stack's file configures another", () => {
    expect(refusal("staging", configured("production"))).toContainEqual({
      path: `${at}.name`,
      message: '"production" is not the name of this stack; write "staging"',
    });
    expect(refusalOf("staging", { name: undefined })).toEqual([
      { path: `${at}.name`, message: 'nothing is not the name of this stack; write "staging"' },
    ]);
  });

  it("must be given at all", () => {
    const keys =
      "name, cluster, systems, release, backups, dumps, receivers, dashboards, runbooks, repository";
    expect(refusal("staging", undefined)).toEqual([
      { path: at, message: `missing; give an environment, with: ${keys}` },
    ]);
    expect(refusal("staging", null)).toEqual([
      { path: at, message: `null is not an environment; give an object with: ${keys}` },
    ]);
    expect(refusal("staging", "production")[0]?.message).toMatch(/^"production" is not an environment; /);
  });
});

describe("a key", () => {
  it.each([
    [
      "",
      "clusters",
      "cluster",
      "name, cluster, systems, release, backups, dumps, receivers, dashboards, runbooks, repository",
    ],
    [".systems", "shopp", "shop", "shop"],
    [".systems.shop", "hostname", "hostnames", "sizes, hostnames, database, identities, secrets"],
    [".systems.shop.hostnames", "page", "pages", "api, pages, cdn"],
    [
      ".systems.shop.secrets.versions",
      "API_KEYS",
      "API_KEY",
      "API_KEY, SEARCH_KEY, CACHE_PASSWORD, CACHE_MONITOR_PASSWORD, CACHE_BACKUP_PASSWORD, VECTOR_STORE_KEY, DATABASE_PASSWORD, BACKUP_CREDENTIALS, DUMP_CREDENTIALS, DRILL_IDENTITY",
    ],
    [".systems.shop.sizes", "databases", "database", "services, database, cache, vectorStore, ceiling"],
    [".systems.shop.sizes.services", "clocks", "clock", "api, pages, mailer, clock"],
    [".systems.shop.sizes.services.clock", "memmory", "memory", "cpu, memory"],
    [".systems.shop.sizes.services.api.replicas", "max", "maximum", "minimum, maximum"],
    [".systems.shop.sizes.cache", "memo", "memory", "storage, memory, instances"],
    [".release", "platforms", "platform", "shop, platform"],
    [".release.shop", "page", "pages", "program, pages"],
    [
      ".release.platform",
      "postgre",
      "postgres",
      "postgres-cluster, pgbouncer, postgres, postgres-17, backup, redis, redis-exporter, redis-proxy, qdrant, otel-collector",
    ],
  ])("that nobody knows in %s names the nearest: %s → %s", (path, key, nearest, known) => {
    const whole = `${path}.${key}`.slice(1);
    const replicas = { "systems.shop.sizes.services.api.replicas": { minimum: 2, maximum: 3 } };
    expect(refusalOf("staging", { ...replicas, [whole]: {} })).toEqual([
      { path: `${at}${path}`, message: `unknown key "${key}"; did you mean "${nearest}"? Known: ${known}` },
    ]);
  });

  it("that nobody knows is named beside another", () => {
    const [problem, ...others] = refusalOf("staging", { clutser: 1, sistems: 2 });
    expect(others).toEqual([]);
    expect(problem?.message).toMatch(
      /^unknown key "clutser"; did you mean "cluster"\? .*; unknown key "sistems"; did you mean "systems"\? /,
    );
  });

  it("can't be set where nothing can", () => {
    const hidden = { ...api, public: false as const };
    const quiet = {
      ...shop,
      services: { ...shop.services, api: hidden, pages: { ...pages, public: false as const } },
      variables: {},
      externalHosts: {},
    };
    expect(
      refusal("dev", configured("dev", { "systems.shop.hostnames": { api: "a.example" } }), {
        systems: [quiet],
      }),
    ).toContainEqual({
      path: `${at}.systems.shop.hostnames`,
      message: 'unknown key "api"; nothing can be set here',
    });
  });

  it("of the namespace that is not read is foreign", () => {
    expect(
      refusal("staging", configured("staging"), { otherKeys: ["slipway:replicas", "slipway:env"] }),
    ).toEqual([
      {
        path: "slipway:replicas",
        message: "is not read; all of an environment stands in slipway:environment",
      },
      { path: "slipway:env", message: "is not read; all of an environment stands in slipway:environment" },
    ]);
  });
});

describe("many problems", () => {
  it("of the declaration, the keys and the values come in one error", () => {
    const broken = { ...shop, services: { ...shop.services, pages: { ...pages, port: port(80) } } };
    const given = configured("staging", {
      cluster: undefined,
      "systems.shop.hostnames.api": "API",
      "systems.shop.sizes.services.clock.memory": "-5Mi",
      "systems.shop.secrets.versions.API_KEY": undefined,
      "release.shop.program": "latest",
      owner: "me",
    });
    const problems = refusal("staging", given, { systems: [broken], otherKeys: ["slipway:size"] });
    expect(problems.map(({ path }) => path).sort()).toEqual(
      [
        "slipway:size",
        "shop.services.pages.port",
        at,
        `${at}.cluster`,
        `${at}.systems.shop.hostnames.api`,
        `${at}.systems.shop.sizes.services.clock.memory`,
        `${at}.systems.shop.secrets.versions.API_KEY`,
        `${at}.release.shop.program`,
      ].sort(),
    );
    try {
      parseEnvironment([broken], "staging", given);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ValidationError);
      expect(String(error)).toMatch(
        /^ValidationError: Environment "staging": 7 problems\n {2}shop\.services/,
      );
    }
  });
});
