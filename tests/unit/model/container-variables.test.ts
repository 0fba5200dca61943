import { describe, expect, it } from "vitest";
import { containerVariables, portVariable, processesVariable } from "../../../model/container-variables.ts";
import { port } from "../../../model/port.ts";
import { anyText } from "../../../model/setting-shape.ts";
import { buildSetting, variableSet } from "../../../model/variable.ts";
import { api, clock, mailer, pages, shop } from "./declared-shop.ts";

const programSet = [
  ["LOG_LEVEL", "set"],
  ["API_URL", "set"],
  ["CDN_URL", "set"],
  ["API_KEY", "set"],
  ["SEARCH_KEY", "set"],
] as const;

/** What every program has for its traces. */
const traces = [
  "POD_NAME",
  "POD_RELEASE",
  "OTEL_SERVICE_NAME",
  "OTEL_RESOURCE_ATTRIBUTES",
  "OTEL_TRACES_SAMPLER",
  "OTEL_TRACES_EXPORTER",
  "OTEL_METRICS_EXPORTER",
  "OTEL_LOGS_EXPORTER",
  "OTEL_EXPORTER_OTLP_ENDPOINT",
  "OTEL_EXPORTER_OTLP_PROTOCOL",
].map((name) => [name, "its traces"] as const);

describe("containerVariables", () => {
  it("takes every edge, the port and the processes of an HTTP service, then its set", () => {
    expect(containerVariables(shop, api)).toEqual([
      ["DATABASE_URL", "database edge"],
      ["REDIS_URL", "cache edge"],
      ["QDRANT_URL", "vector store edge"],
      ["QDRANT_API_KEY", "vector store edge"],
      ["WEB_CONCURRENCY", "its number of processes"],
      ["PORT", "its port"],
      ...traces,
      ...programSet,
    ]);
    expect([portVariable, processesVariable]).toEqual(["PORT", "WEB_CONCURRENCY"]);
  });

  it("gives a worker and a singleton no port", () => {
    const expected = [["DATABASE_URL", "database edge"], ...traces, ...programSet];
    expect(containerVariables(shop, mailer)).toEqual(expected);
    expect(containerVariables(shop, clock)).toEqual(expected);
  });

  it("tells a worker its port for metrics where it has one", () => {
    expect(containerVariables(shop, { ...clock, metrics: port(9464) })).toEqual([
      ["DATABASE_URL", "database edge"],
      ["METRICS_PORT", "its port for metrics"],
      ...traces,
      ...programSet,
    ]);
  });

  it("gives a static site its set alone", () => {
    expect(containerVariables(shop, pages)).toEqual([["API_URL", "set"]]);
  });

  it("leaves out the number of processes when it is one", () => {
    const names = containerVariables(shop, { ...api, processes: 1 }).map(([name]) => name);
    expect(names).not.toContain("WEB_CONCURRENCY");
    expect(containerVariables(shop, { ...api, processes: 2 }).map(([name]) => name)).toContain(
      "WEB_CONCURRENCY",
    );
  });

  it("lists both ways to a database", () => {
    const both = { DATABASE_URL: "pooled", DIRECT_URL: "direct" } as const;
    const service = { ...mailer, uses: { database: { env: both, pool: 1 } } };
    expect(containerVariables(shop, service).slice(0, 2)).toEqual([
      ["DATABASE_URL", "database edge"],
      ["DIRECT_URL", "database edge"],
    ]);
  });

  it("lists the address beside what a driver adds to it, so that nothing else takes its name", () => {
    const uses = { database: { env: { DATABASE_URL: "pooled" }, driver: "prisma", pool: 1 } } as const;
    expect(containerVariables(shop, { ...mailer, uses }).slice(0, 2)).toEqual([
      ["DATABASE_URL_BASE", "database edge"],
      ["DATABASE_URL", "database edge"],
    ]);
  });

  it("leaves out what only the build reads (CF-10) and what nobody declared", () => {
    const service = { ...pages, variables: variableSet("pages", ["ANALYZE", "LOG_LEVEL", "NOBODYS"]) };
    expect(containerVariables(shop, service)).toEqual([["LOG_LEVEL", "set"]]);
    expect(buildSetting("x", "y", anyText).phase).toBe("build");
  });

  it("lists a name twice when two edges claim it", () => {
    const service = { ...api, uses: { ...api.uses, cache: { env: "DATABASE_URL", pool: 1 } } };
    expect(containerVariables(shop, service).filter(([name]) => name === "DATABASE_URL")).toEqual([
      ["DATABASE_URL", "database edge"],
      ["DATABASE_URL", "cache edge"],
    ]);
  });
});
