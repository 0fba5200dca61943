import { describe, expect, it } from "vitest";
import { fewestReplicas, mostReplicas } from "../../../model/scaling.ts";
import { atlasUx } from "../../../systems/atlas-ux.ts";
import {
  beatOf,
  egressOf,
  objectivesOf,
  probesOf,
  serviceOf,
  settingOf,
  variableNames,
} from "./declared-facts.ts";
import { hostnamesOf, inStack } from "./stack-environments.ts";

// Figures are copied by hand from the requirements' rows, so that a change of the declaration has to be meant.

const web = serviceOf(atlasUx, "web", "http-service");
const frontend = serviceOf(atlasUx, "frontend", "static-site");
const singletonNames = ["email-worker", "engine-worker", "scheduler"] as const;
const singletons = singletonNames.map((name) => serviceOf(atlasUx, name, "singleton"));

describe("Atlas UX", () => {
  it("SYS-01: is four back-end processes, one front end, one database and one object store", () => {
    expect(Object.entries(atlasUx.services).map(([name, { kind }]) => `${name}: ${kind}`)).toEqual([
      "web: http-service",
      "email-worker: singleton",
      "engine-worker: singleton",
      "scheduler: singleton",
      "frontend: static-site",
    ]);
    expect(atlasUx.database).toMatchObject({ kind: "platform", version: 16 });
    expect(atlasUx.objectStore?.party.name).toBe("supabase");
  });

  it("SYS-02: lets web alone scale, with more than one replica in staging and production", () => {
    expect(web.scale.kind).toBe("autoscaled");
    for (const stack of ["staging", "production"] as const) {
      const scale = inStack(stack, "atlas-ux").system.services["web"]?.scale;
      expect(scale && fewestReplicas(scale)).toBeGreaterThan(1);
    }
  });

  it.each([
    ["SYS-03", "email-worker", ["node", "dist/workers/email.js"]],
    ["SYS-04", "engine-worker", ["node", "dist/workers/engine.js"]],
    ["SYS-05", "scheduler", ["node", "dist/workers/scheduler.js"]],
  ] as const)("%s: keeps %s at exactly one instance in every stack", (_row, name, command) => {
    for (const stack of ["dev", "staging", "production"] as const) {
      const service = serviceOf(inStack(stack, "atlas-ux").system, name, "singleton");
      expect([fewestReplicas(service.scale), mostReplicas(service.scale)]).toEqual([1, 1]);
    }
    expect(serviceOf(atlasUx, name, "singleton").command).toEqual(command);
  });

  it("SYS-04, SLO-13: ticks the engine every 5 s, with trouble at 3 missed ticks", () => {
    expect(beatOf(serviceOf(atlasUx, "engine-worker", "singleton"))).toBe("every 5s, 3 missed");
    expect(settingOf(atlasUx, "ENGINE_TICK_SECONDS")?.production).toBe("5");
  });

  it("SYS-06, ENV-21: runs all four services from one image with one set of variables", () => {
    for (const service of [web, ...singletons]) {
      expect(service.image).toBe("backend");
      expect(service.variables).toBe(web.variables);
    }
    expect(frontend.image).toBe("frontend");
    expect(frontend.variables.name).not.toBe(web.variables.name);
  });

  it("SYS-07: keeps a place for the desktop build, which is no workload", () => {
    expect(atlasUx.artefacts["desktop"]).toMatchObject({ configuration: "tauri.conf.json", tags: "v*" });
    expect(atlasUx.services).not.toHaveProperty("desktop");
  });

  it("SYS-08: names the four agents that read its metrics", () => {
    expect(Object.keys(atlasUx.observers)).toEqual(["petra", "larry", "atlas", "cheryl"]);
  });

  it("SYS-22: reaches the language models and the mail provider, each from where it is used", () => {
    expect(egressOf(web)).toEqual(["anthropic", "supabase"]);
    expect(singletons.map(egressOf)).toEqual([["sendgrid"], ["anthropic"], []]);
  });

  it("§1.1: gives the database to all four processes, pooled for web and direct for loops", () => {
    expect(web.uses.database?.env).toEqual({ DATABASE_URL: "pooled" });
    for (const service of singletons) expect(service.uses.database?.env).toEqual({ DATABASE_URL: "direct" });
  });

  it("HLT-02: probes /v1/health and /v1/runtime/status of web", () => {
    expect(probesOf(web)).toMatchObject({ live: "/v1/health", ready: "/v1/runtime/status" });
    expect(web.command).toEqual(["node", "dist/server.js"]);
  });

  it("HLT-16: drains web for 30 s", () => {
    expect(web.drain.toString()).toBe("30s");
  });

  it("§1.1, CF-33: has the ports, sizes and names of variables that were chosen", () => {
    expect([web.port.number, frontend.port.number, frontend.servicePort.number]).toEqual([3002, 8080, 80]);
    expect(variableNames(atlasUx, web, "secret")).toEqual([
      "LLM_API_KEY",
      "MAIL_API_KEY",
      "SESSION_SECRET",
      "STORAGE_SERVICE_KEY",
    ]);
    expect(variableNames(atlasUx, frontend, "plain")).toEqual(["VITE_API_BASE_URL"]);
    expect(atlasUx.variables["VITE_API_BASE_URL"]).toMatchObject({ kind: "public-url", service: "web" });
  });

  it("SLO-17, CF-33: limits the tokens of a day in each tier", () => {
    expect(settingOf(atlasUx, "LLM_DAILY_TOKEN_LIMIT")).toEqual({
      dev: "100000",
      staging: "500000",
      production: "5000000",
    });
  });

  it("§1.1: is public at web and at the front end, and nowhere else", () => {
    expect(Object.keys(atlasUx.services).filter((name) => hostnamesOf("atlas-ux", name).production)).toEqual([
      "web",
      "frontend",
    ]);
  });

  it("SLO-01…04: promises availability, latency, ticks and mail", () => {
    expect(objectivesOf(atlasUx)).toEqual([
      "99.5% available",
      "API request within 500ms for 95%",
      "engine tick within 10s for 99%",
      "mail within 1m for 95%",
      "99.99% durable",
    ]);
  });

  it("CF-01: has an error budget of 0.5 %, computed", () => {
    expect(atlasUx.objectives[0]?.target.remainder.toString()).toBe("0.5%");
  });

  it("BDR-07: recovers the database in 1 h with 1 h lost, and files in 30 min with 24 h", () => {
    const { database, objectStore } = atlasUx;
    expect([database?.recovery.time.toString(), database?.recovery.point.toString()]).toEqual(["1h", "1h"]);
    expect([objectStore?.recovery.time.toString(), objectStore?.recovery.point.toString()]).toEqual([
      "30m",
      "1d",
    ]);
  });

  it("CAC-01: uses no Redis, since its queue is in PostgreSQL", () => {
    expect(atlasUx.cache).toBeUndefined();
  });
});
