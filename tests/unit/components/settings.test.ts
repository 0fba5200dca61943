import { describe, expect, test } from "vitest";
import { vectorStoreAddress } from "../../../components/data/addresses.ts";
import {
  containerEnvironment,
  databaseVariables,
  referencedSecrets,
} from "../../../components/workloads/container-environment.ts";
import { variableConfig } from "../../../components/workloads/variable-config.ts";
import type { SystemEnvironment } from "../../../config/environment.ts";
import { Hostname } from "../../../model/hostname.ts";
import { pinecone } from "../../../model/vector-store.ts";
import { pineconeService } from "../../../systems/third-parties.ts";
import { realSystem } from "../../support/declarations.ts";

const config = (stack: "dev" | "staging" | "production", own: SystemEnvironment, service: string) => {
  const declared = own.system.services[service];
  if (!declared) throw new Error(`no service ${service}`);
  return variableConfig(stack, own, declared.variables);
};

describe("a ConfigMap of settings", () => {
  test("holds CRB's values of each tier (ENV-12…14)", () => {
    expect(config("dev", realSystem("dev", "crb-analyser"), "crb-backend")?.data).toMatchObject({
      APP_ENV: "development",
      DEBUG: "true",
      LOG_LEVEL: "DEBUG",
      API_BASE_URL: "http://localhost:8383",
    });
    expect(config("staging", realSystem("staging", "crb-analyser"), "crb-backend")?.data).toMatchObject({
      APP_ENV: "staging",
      DEBUG: "false",
      LOG_LEVEL: "INFO",
      API_BASE_URL: "https://staging-api.crb-analyser.com",
      SUPABASE_URL: "https://xxx-staging.supabase.co",
    });
    expect(config("production", realSystem("production", "crb-analyser"), "crb-backend")?.data).toEqual({
      API_BASE_URL: "https://api.crb-analyser.com",
      APP_ENV: "production",
      APP_VERSION: "1.0.0",
      CORS_ORIGINS: "https://app.crb-analyser.com",
      DEBUG: "false",
      LOG_LEVEL: "WARNING",
      SENDGRID_FROM_EMAIL: "reports@crb-analyser.com",
      SENTRY_ENVIRONMENT: "production",
      SENTRY_PROFILES_SAMPLE_RATE: "0.1",
      SENTRY_RELEASE: "1.0.0",
      SENTRY_SEND_DEFAULT_PII: "false",
      SENTRY_TRACES_SAMPLE_RATE: "0.1",
      SUPABASE_URL: "https://xxx-prod.supabase.co",
      XDG_CACHE_HOME: "/tmp/cache",
    });
  });

  test("is named by what it holds: one value changes the name, the same values never do", () => {
    const own = realSystem("production", "crb-analyser");
    const moved = {
      ...own,
      hostnames: new Map([...own.hostnames, ["supabase", Hostname.parse("moved.supabase.co")]]),
    };
    const before = config("production", own, "crb-backend")?.name;
    expect(before).toMatch(/^backend-config-[0-9a-f]{8}$/);
    expect(config("production", realSystem("production", "crb-analyser"), "crb-backend")?.name).toBe(before);
    expect(config("production", moved, "crb-backend")?.name).not.toBe(before);
  });

  test("is one for all four Atlas processes (ENV-21)", () => {
    const own = realSystem("staging", "atlas-ux");
    const names = ["web", "email-worker", "engine-worker", "scheduler"].map(
      (name) => config("staging", own, name)?.name,
    );
    expect(new Set(names).size).toBe(1);
  });

  test("is none for a set of secrets alone", () => {
    expect(config("production", realSystem("production", "odd-scenes"), "ai-backend")).toBeUndefined();
  });

  test("has nothing that only a build reads (CF-10)", () => {
    expect(config("production", realSystem("production", "odd-scenes"), "frontend")?.data).not.toHaveProperty(
      "ANALYZE",
    );
  });
});

describe("a container's variables", () => {
  const of = (stack: "dev" | "production", system: string, name: string) => {
    const own = realSystem(stack, system);
    const service = own.system.services[name];
    if (!service) throw new Error(`no service ${name}`);
    return { variables: containerEnvironment(own, service), secrets: referencedSecrets(own, service) };
  };

  test("follow from port, processes and edges", () => {
    expect(of("production", "crb-analyser", "crb-backend").variables.slice(0, 5)).toEqual([
      { name: "PORT", value: "8383" },
      { name: "WEB_CONCURRENCY", value: "2" },
      { name: "PROMETHEUS_MULTIPROC_DIR", value: "/run/metrics" },
      { name: "DATABASE_URL", valueFrom: { secretKeyRef: { name: "database-urls-v1", key: "pooled-url" } } },
      { name: "REDIS_URL", valueFrom: { secretKeyRef: { name: "cache-password-v1", key: "url" } } },
    ]);
  });

  test("lead a worker past the pooler and the API through it", () => {
    const path = (name: string) =>
      of("production", "atlas-ux", name).variables.find((variable) => variable.name === "DATABASE_URL_BASE")
        ?.valueFrom?.secretKeyRef?.key;
    expect(path("web")).toBe("pooled-url");
    expect(path("engine-worker")).toBe("direct-url");
  });

  test("tell a driver what it needs beside the address, which stays in the Secret, after it is known", () => {
    for (const stack of ["dev", "production"] as const) {
      const { variables } = of(stack, "atlas-ux", "web");
      const [base, whole] = ["DATABASE_URL_BASE", "DATABASE_URL"].map((name) =>
        variables.findIndex((variable) => variable.name === name),
      );
      expect(base).toBeLessThan(whole ?? -1);
      expect(variables[whole ?? -1]?.value).toBe(
        "$(DATABASE_URL_BASE)&connection_limit=20&uselibpqcompat=true",
      );
    }
    const worker = of("production", "atlas-ux", "scheduler").variables;
    expect(worker).toContainEqual({
      name: "DATABASE_URL",
      value: "$(DATABASE_URL_BASE)&connection_limit=5&uselibpqcompat=true",
    });
    expect(of("production", "odd-scenes", "backend").variables).toContainEqual({
      name: "DATABASE_URL",
      value: "$(DATABASE_URL_BASE)&uselibpqcompat=true",
    });
  });

  test("leave the address of somebody else's database as it was written, and in dev tell the driver", () => {
    const own = realSystem("production", "crb-analyser");
    const uses = { env: { DATABASE_URL: "pooled" }, driver: "node-postgres", pool: 1 } as const;
    expect(databaseVariables(own, uses, "application")).toEqual([
      { name: "DATABASE_URL", valueFrom: { secretKeyRef: { name: "database-urls-v1", key: "pooled-url" } } },
    ]);
    expect(
      databaseVariables(realSystem("dev", "crb-analyser"), uses, "application").map(({ name }) => name),
    ).toEqual(["DATABASE_URL_BASE", "DATABASE_URL"]);
  });

  test("have secrets by reference alone, named by version", () => {
    expect(of("production", "odd-scenes", "backend").secrets).toEqual([
      expect.stringMatching(/^database-application-password-v1-[0-9a-f]{8}$/) as string,
      "cache-password-v1",
      "sentry-dsn-v1",
      "logtail-token-v1",
      "stripe-secret-key-v1",
      "openai-api-key-v1",
    ]);
  });

  test("leave out an optional secret that the environment has no version of, and in dev every optional one (SEC-11)", () => {
    for (const stack of ["dev", "production"] as const) {
      const names = of(stack, "crb-analyser", "crb-backend").variables.map(({ name }) => name);
      expect(names).not.toContain("BRAVE_API_KEY");
      expect(names).toContain("SENTRY_DSN");
    }
  });

  test("name the vector store's address", () => {
    expect(of("production", "odd-scenes", "ai-backend").variables).toContainEqual({
      name: "QDRANT_URL",
      value: "http://vector-store:6333",
    });
    expect(vectorStoreAddress(pinecone({ party: pineconeService }))).toBe("https://api.pinecone.io:443");
  });
});
