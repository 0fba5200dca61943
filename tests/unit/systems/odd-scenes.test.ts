import { describe, expect, it } from "vitest";
import { evicts } from "../../../model/cache.ts";
import { secretNames } from "../../../model/secret-names.ts";
import { oddScenes } from "../../../systems/odd-scenes.ts";
import { pineconeService } from "../../../systems/third-parties.ts";
import {
  egressOf,
  everywhere,
  objectivesOf,
  prefixOf,
  probesOf,
  serviceOf,
  settingOf,
  variableNames,
} from "./declared-facts.ts";
import { hostnamesOf } from "./stack-environments.ts";

// Figures are copied by hand from the requirements' rows, so that a change of the declaration has to be meant.

const frontend = serviceOf(oddScenes, "frontend", "http-service");
const backend = serviceOf(oddScenes, "backend", "http-service");
const aiBackend = serviceOf(oddScenes, "ai-backend", "http-service");

describe("Odd Scenes", () => {
  it("SYS-15: is three services, PostgreSQL 16, Redis 7 and a vector store", () => {
    expect(Object.keys(oddScenes.services)).toEqual(["frontend", "backend", "ai-backend"]);
    expect(oddScenes.database).toMatchObject({ kind: "platform", version: 16 });
    expect(oddScenes.cache?.version).toBe(7);
    expect(oddScenes.vectorStore).toBeDefined();
  });

  it.each([
    ["frontend", frontend, 3000, "node server.js"],
    ["backend", backend, 3001, "node dist/index.js"],
    ["ai-backend", aiBackend, 8000, "uvicorn src.main:app --host 0.0.0.0 --port $(PORT)"],
  ])("SYS-15, CF-18, §1.3: serves %s on its port by its command", (_name, service, port, command) => {
    expect(service.port.number).toBe(port);
    expect(service.command.join(" ")).toBe(command);
  });

  it("SYS-16: runs Qdrant itself, and knows Pinecone for those who choose it", () => {
    expect(oddScenes.vectorStore?.kind).toBe("qdrant");
    expect(aiBackend.uses.vectorStore?.env).toBe("QDRANT_URL");
    expect(pineconeService).toMatchObject({ name: "pinecone", host: "api.pinecone.io" });
  });

  it("SYS-17, SCL-06: runs two replicas of the back end, up to three", () => {
    expect(backend.scale).toMatchObject({ kind: "autoscaled", minimum: 2, maximum: 3 });
  });

  it("SYS-19: alerts after 10 restarts of the back end", () => {
    expect(backend.restartsBeforeAlert).toBe(10);
  });

  it("SYS-22: reaches OpenAI, Stripe, Sentry and BetterStack", () => {
    const reached = Object.values(oddScenes.services).flatMap(egressOf);
    expect([...new Set(reached)].sort()).toEqual(["betterstack", "openai", "sentry", "stripe"]);
    expect(egressOf(aiBackend)).toEqual(["openai"]);
  });

  it("§1.3: runs the front end as 1001:1001 and calls the back end from it", () => {
    expect(oddScenes.images["frontend"]?.user).toEqual({ uid: 1001, gid: 1001 });
    expect(frontend.calls).toEqual(["backend"]);
  });

  it("§1.3, CF-03: keeps Python 3.11, and one Node line", () => {
    expect(oddScenes.images["ai-backend"]).toMatchObject({ base: "python:3.11-slim", runtime: "python" });
    expect(oddScenes.images["frontend"]?.base).toBe(oddScenes.images["backend"]?.base);
  });

  it("HLT-10…13: probes the shallow paths, and watches the back end's deep one", () => {
    expect(probesOf(backend)).toEqual({
      live: "/health/live",
      ready: "/health/ready",
      detailed: "/health",
      every: "10s",
      timeout: "2s",
      failures: 3,
    });
    expect(probesOf(frontend)).toMatchObject({ live: "/health", ready: "/health" });
    expect(probesOf(aiBackend)).toMatchObject({ live: "/health", ready: "/health" });
  });

  it.each([
    ["frontend", { production: "example.com", staging: "staging.example.com" }],
    ["backend", { production: "api.example.com" }],
    ["ai-backend", { production: "ai-api.example.com" }],
    ["cdn", { production: "cdn.example.com" }],
  ])("ENV-19, HLT-13, §1.3: has the hostnames of %s", (name, hostnames) => {
    expect(hostnamesOf("odd-scenes", name)).toMatchObject(hostnames);
    expect(hostnamesOf("odd-scenes", name).staging).not.toBe(hostnamesOf("odd-scenes", name).production);
  });

  it("ENV-18, §1.3: gives the front end NODE_ENV, PORT and the public addresses, ANALYZE to its build alone", () => {
    expect(variableNames(oddScenes, frontend, "plain")).toEqual([
      "ASSET_PREFIX",
      "HOSTNAME",
      "NEXT_PUBLIC_API_URL",
      "NODE_ENV",
      "PORT",
    ]);
    expect(variableNames(oddScenes, frontend, "secret")).toEqual(["NEXT_PUBLIC_SENTRY_DSN"]);
    expect(oddScenes.variables["ANALYZE"]).toMatchObject({ kind: "setting", phase: "build" });
    expect(oddScenes.variables["NEXT_PUBLIC_API_URL"]).toMatchObject({
      kind: "public-url",
      service: "backend",
    });
  });

  it("ENV-18, §1.3, DEP-29: gives the back end its variables, its flags and its secrets", () => {
    expect(variableNames(oddScenes, backend, "plain")).toEqual([
      "DATABASE_URL",
      "DATABASE_URL_BASE",
      "FLAGD_OFFLINE_FLAG_SOURCE_PATH",
      "FLAGD_RESOLVER",
      "LOG_LEVEL",
      "NODE_ENV",
      "PORT",
      "REDIS_URL",
    ]);
    expect(variableNames(oddScenes, backend, "secret")).toEqual([
      "LOGTAIL_TOKEN",
      "OPENAI_API_KEY",
      "SENTRY_DSN",
      "STRIPE_SECRET_KEY",
    ]);
  });

  it("§1.3: gives the AI back end its key to OpenAI", () => {
    expect(variableNames(oddScenes, aiBackend, "secret")).toEqual(["OPENAI_API_KEY"]);
  });

  it("ENV-18: has every secret of the template in its store", () => {
    expect(secretNames(oddScenes).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["OPENAI_API_KEY", "SENTRY_DSN", "STRIPE_SECRET_KEY", "LOGTAIL_TOKEN"]),
    );
  });

  it.each([
    ["ENV-20", "NODE_ENV", { dev: "development", staging: "production", production: "production" }],
    ["ENV-31", "LOG_LEVEL", { dev: "debug", staging: "info", production: "info" }],
  ])("%s: sets %s in each tier", (_row, name, values) => {
    expect(settingOf(oddScenes, name)).toEqual(values);
  });

  it("ENV-17: knows the shapes of its keys, live ones in production alone", () => {
    expect(prefixOf(oddScenes, "STRIPE_SECRET_KEY")).toEqual({
      dev: "sk_test_",
      staging: "sk_test_",
      production: "sk_live_",
    });
    expect(prefixOf(oddScenes, "OPENAI_API_KEY")).toEqual(everywhere("sk-"));
    expect(prefixOf(oddScenes, "SENTRY_DSN")).toEqual(everywhere("https://"));
  });

  it("CAC-04: loses no key of its Redis, which counts rate limits", () => {
    expect(oddScenes.cache && evicts(oddScenes.cache)).toBe(false);
  });

  it("SLO-09, SCL-16: promises errors below 0.1 % and pages in 2 s", () => {
    expect(objectivesOf(oddScenes)).toEqual([
      "99.9% available",
      "page load within 2s for 95%",
      "page request within 2s for 95%",
    ]);
  });

  it("BDR-08: recovers in 30 min", () => {
    expect(oddScenes.database?.recovery.time.toString()).toBe("30m");
  });
});
