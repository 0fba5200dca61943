import { describe, expect, it } from "vitest";
import { seconds } from "../../../model/quantities/duration.ts";
import { fewestReplicas } from "../../../model/scaling.ts";
import { secretNames } from "../../../model/secret-names.ts";
import { gatewayTimeout, gracePeriod } from "../../../model/time-limits.ts";
import { atlasUx } from "../../../systems/atlas-ux.ts";
import { crbAnalyser } from "../../../systems/crb-analyser.ts";
import { oddScenes } from "../../../systems/odd-scenes.ts";
import {
  egressOf,
  everywhere,
  objectivesOf,
  prefixOf,
  probesOf,
  serviceOf,
  settingOf,
  sizeOf,
  variableNames,
} from "./declared-facts.ts";
import { hostnamesOf } from "./stack-environments.ts";

// Figures are copied by hand from the requirements' rows, so that a change of the declaration has to be meant.

const backend = serviceOf(crbAnalyser, "crb-backend", "http-service");
const frontend = serviceOf(crbAnalyser, "crb-frontend", "static-site");

describe("CRB Analyser", () => {
  it("SYS-09: is a back end, a front end, Redis and an external Supabase project", () => {
    expect(Object.keys(crbAnalyser.services)).toEqual(["crb-backend", "crb-frontend"]);
    expect(crbAnalyser.cache?.version).toBe(7);
    expect(crbAnalyser.database).toMatchObject({ kind: "external", provider: "supabase", version: 17 });
  });

  it("SYS-09, ENV-12…14: has a Supabase project of its own in each tier (dev's is not staging's: CF-25)", () => {
    expect(crbAnalyser.variables["SUPABASE_URL"]).toMatchObject({ kind: "external-url", host: "supabase" });
    expect(hostnamesOf("crb-analyser", "supabase")).toEqual({
      dev: "xxx-dev.supabase.co",
      staging: "xxx-staging.supabase.co",
      production: "xxx-prod.supabase.co",
    });
  });

  it("SYS-10, SCL-04: runs two replicas of the back end, and more as reports grow", () => {
    expect(backend.scale).toMatchObject({ kind: "autoscaled", minimum: 2, maximum: 4 });
  });

  it("SYS-11, SLO-08: promises 99.9 %, pages in 2 s and reports in 2 min", () => {
    expect(objectivesOf(crbAnalyser)).toEqual([
      "99.9% available",
      "crb-backend, crb-frontend 99.9% up",
      "page load within 2s for 95%",
      "report generation within 2m for 95%",
    ]);
  });

  it("SYS-13: keeps reports in Supabase Storage", () => {
    expect(crbAnalyser.objectStore?.party.name).toBe("supabase");
  });

  it("BDR-19: recovers as fast as the fastest of the others, with as little lost", () => {
    const { time, point } = crbAnalyser.database?.recovery ?? {};
    expect([time?.toString(), point?.toString()]).toEqual(["30m", "1h"]);
    for (const { database } of [atlasUx, oddScenes]) {
      expect(time?.exceeds(database?.recovery.time ?? seconds(0))).toBe(false);
      expect(point?.exceeds(database?.recovery.point ?? seconds(0))).toBe(false);
    }
  });

  it("SYS-14: reports to Logfire and Sentry", () => {
    expect(egressOf(backend)).toEqual(expect.arrayContaining(["logfire", "sentry"]));
  });

  it("SYS-19: alerts after 3 restarts of the back end", () => {
    expect(backend.restartsBeforeAlert).toBe(3);
  });

  it("SYS-22: reaches eight third parties", () => {
    expect(egressOf(backend)).toEqual([
      "anthropic",
      "brave",
      "logfire",
      "sendgrid",
      "sentry",
      "stripe",
      "supabase",
      "tavily",
    ]);
  });

  it("§1.2: serves src.main:app by uvicorn on port 8383 with 2 workers", () => {
    expect(backend.port.number).toBe(8383);
    expect(backend.processes).toBe(2);
    expect(backend.command.join(" ")).toBe(
      "uvicorn src.main:app --host 0.0.0.0 --port $(PORT) --workers $(WEB_CONCURRENCY)",
    );
    expect(crbAnalyser.images["backend"]).toMatchObject({ base: "python:3.12-slim", runtime: "python" });
  });

  it("§1.2, SCL-04: gives the back end 1 GB of memory and 1 CPU", () => {
    expect(sizeOf(backend)).toBe("500m to 1 CPU, 1Gi");
  });

  it("HLT-04…06, HLT-09: probes /api/health every 30 s with 10 s and 3 retries, and never the detailed report", () => {
    expect(probesOf(backend)).toEqual({
      live: "/api/health",
      ready: "/api/health",
      detailed: "/api/health/detailed",
      every: "30s",
      timeout: "10s",
      failures: 3,
    });
  });

  it("§1.2, HLT-08, CF-09: serves the front end unprivileged behind port 80, checked on /health and /", () => {
    expect(frontend.servicePort.number).toBe(80);
    expect(frontend.port.privileged).toBe(false);
    expect(probesOf(frontend)).toMatchObject({ live: "/health", ready: "/" });
  });

  it("SCL-05, CF-21: runs two replicas of the front end, not one", () => {
    expect(fewestReplicas(frontend.scale)).toBe(2);
  });

  it.each([
    ["ENV-12…14", "APP_ENV", { dev: "development", staging: "staging", production: "production" }],
    ["ENV-12…14", "DEBUG", { dev: "true", staging: "false", production: "false" }],
    ["ENV-12…14, ENV-31", "LOG_LEVEL", { dev: "DEBUG", staging: "INFO", production: "WARNING" }],
    ["ENV-15", "APP_VERSION", everywhere("1.0.0")],
    ["ENV-15", "SENDGRID_FROM_EMAIL", everywhere("reports@crb-analyser.com")],
  ])("%s: sets %s in each tier", (_row, name, values) => {
    expect(settingOf(crbAnalyser, name)).toEqual(values);
  });

  it("ENV-12…14: has its API at localhost:8383, staging-api.crb-analyser.com and api.crb-analyser.com", () => {
    expect(crbAnalyser.variables["API_BASE_URL"]).toMatchObject({
      kind: "public-url",
      service: "crb-backend",
    });
    expect(hostnamesOf("crb-analyser", "crb-backend")).toEqual({
      dev: undefined,
      staging: "staging-api.crb-analyser.com",
      production: "api.crb-analyser.com",
    });
    expect(backend.port.number).toBe(8383);
  });

  it("ENV-15, ENV-16: gives the back end its 19 variables, API_BASE_URL and CORS_ORIGINS, and no other", () => {
    const names = [
      ...variableNames(crbAnalyser, backend, "plain"),
      ...variableNames(crbAnalyser, backend, "secret"),
    ];
    const ofThePlatform = ["PORT", "WEB_CONCURRENCY", "PROMETHEUS_MULTIPROC_DIR", "XDG_CACHE_HOME"];
    expect(names.filter((name) => !ofThePlatform.includes(name)).sort()).toEqual([
      "ANTHROPIC_API_KEY",
      "API_BASE_URL",
      "APP_ENV",
      "APP_VERSION",
      "BRAVE_API_KEY",
      "CORS_ORIGINS",
      "DATABASE_URL",
      "DEBUG",
      "LOGFIRE_TOKEN",
      "LOG_LEVEL",
      "REDIS_URL",
      "SECRET_KEY",
      "SENDGRID_API_KEY",
      "SENDGRID_FROM_EMAIL",
      "SENTRY_DSN",
      "STRIPE_PUBLISHABLE_KEY",
      "STRIPE_SECRET_KEY",
      "STRIPE_WEBHOOK_SECRET",
      "SUPABASE_SERVICE_KEY",
      "SUPABASE_URL",
      "TAVILY_API_KEY",
    ]);
  });

  it("ENV-15: keeps what is secret secret, Brave and Tavily alone optional", () => {
    const names = secretNames(crbAnalyser);
    expect(names.filter(({ optional }) => optional).map(({ name }) => name)).toEqual([
      "BRAVE_API_KEY",
      "TAVILY_API_KEY",
    ]);
    expect(names.filter(({ optional }) => !optional).map(({ name }) => name)).toEqual([
      "SECRET_KEY",
      "SUPABASE_SERVICE_KEY",
      "ANTHROPIC_API_KEY",
      "STRIPE_SECRET_KEY",
      "STRIPE_WEBHOOK_SECRET",
      "STRIPE_PUBLISHABLE_KEY",
      "SENDGRID_API_KEY",
      "LOGFIRE_TOKEN",
      "SENTRY_DSN",
      "CACHE_PASSWORD",
      "CACHE_MONITOR_PASSWORD",
      "DATABASE_URLS",
      "DUMP_CREDENTIALS",
      "BUCKET_CREDENTIALS",
      "DRILL_IDENTITY",
    ]);
  });

  it.each([
    ["SECRET_KEY", everywhere("")],
    ["ANTHROPIC_API_KEY", everywhere("sk-ant-")],
    ["STRIPE_SECRET_KEY", { dev: "sk_test_", staging: "sk_test_", production: "sk_live_" }],
    ["STRIPE_PUBLISHABLE_KEY", { dev: "pk_test_", staging: "pk_test_", production: "pk_live_" }],
    ["STRIPE_WEBHOOK_SECRET", everywhere("whsec_")],
    ["SENDGRID_API_KEY", everywhere("SG.")],
    ["SUPABASE_SERVICE_KEY", everywhere("eyJ")],
    ["SENTRY_DSN", everywhere("https://")],
  ])("ENV-17: knows the shape of %s", (name, prefix) => {
    expect(prefixOf(crbAnalyser, name)).toEqual(prefix);
  });

  it("ENV-15: makes SECRET_KEY 32 characters long", () => {
    expect(crbAnalyser.variables["SECRET_KEY"]).toMatchObject({ shape: { length: 32, suffix: "" } });
  });

  it("§1.2, CF-10: tells the page the API's address when it runs", () => {
    expect(variableNames(crbAnalyser, frontend, "plain")).toEqual(["VITE_API_BASE_URL"]);
    expect(crbAnalyser.variables["VITE_API_BASE_URL"]).toMatchObject({
      kind: "public-url",
      service: "crb-backend",
    });
  });

  it("SCL-12, CAC-03: opens 20 connections to the database and 50 to Redis in each process", () => {
    expect(backend.uses.database?.pool).toBe(20);
    expect(backend.uses.cache?.pool).toBe(50);
  });

  it("CF-36, SCL-15: answers for as long as a report may take, and every limit on the way is longer", () => {
    expect(backend.longestRequest.toString()).toBe("2m");
    expect(gatewayTimeout(backend).wholeSeconds).toBe(130);
    expect(gracePeriod(backend).wholeSeconds).toBe(140);
  });
});
