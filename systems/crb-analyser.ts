import { redis } from "../model/cache.ts";
import { externalPostgres } from "../model/database.ts";
import { httpHealth } from "../model/health.ts";
import { image } from "../model/image.ts";
import { objectStore } from "../model/object-store.ts";
import { availability, latency } from "../model/objective.ts";
import { port } from "../model/port.ts";
import { gibibytes, mebibytes } from "../model/quantities/bytes.ts";
import { cores, millicores } from "../model/quantities/cpu.ts";
import { hours, minutes, seconds } from "../model/quantities/duration.ts";
import { percent } from "../model/quantities/percentage.ts";
import { autoscale, replicas } from "../model/scaling.ts";
import { ofLength } from "../model/secret-shape.ts";
import { scratch, size } from "../model/size.ts";
import { system } from "../model/system.ts";
import { externalUrl, optionalSecret, publicUrl, secret, setting, variableSet } from "../model/variable.ts";
import { httpService, staticSite } from "../model/workload.ts";
import { anthropic, brave, logfire, sendgrid, sentry, stripe, supabase, tavily } from "./third-parties.ts";

// Facts: requirements section 1.2 and ENV-12…17. Values chosen where it is silent: docs/decisions/0003-silences.md.

export const crbAnalyser = system("crb-analyser", {
  owner: "crb-platform",
  images: {
    backend: image({
      repository: "ghcr.io/crb-analyser/backend",
      runtime: "python",
      user: { uid: 1001, gid: 1001 },
      base: "python:3.12-slim",
    }),
    frontend: image({
      repository: "ghcr.io/crb-analyser/frontend",
      runtime: "none",
      user: { uid: 101, gid: 101 },
      base: "nginxinc/nginx-unprivileged:1.27-alpine",
    }),
  },
  variables: {
    APP_ENV: setting("name of the tier", {
      dev: "development",
      staging: "staging",
      production: "production",
    }),
    APP_VERSION: setting("version that health and telemetry report", "1.0.0"),
    DEBUG: setting("verbose errors and reload", { dev: "true", staging: "false", production: "false" }),
    LOG_LEVEL: setting("least severe level that is logged", {
      dev: "DEBUG",
      staging: "INFO",
      production: "WARNING",
    }),
    XDG_CACHE_HOME: setting("where fonts are indexed for PDF; the rest is read-only", "/tmp/cache"),
    API_BASE_URL: publicUrl("address under which the API is reached", "crb-backend"),
    CORS_ORIGINS: publicUrl("the one origin that browsers may call from with credentials", "crb-frontend"),
    SUPABASE_URL: externalUrl("address of the Supabase project", "supabase"),
    SENDGRID_FROM_EMAIL: setting("sender of reports", "reports@crb-analyser.com"),
    SECRET_KEY: secret("signs sessions", ofLength(32)),
    SUPABASE_SERVICE_KEY: secret("key to the Supabase project", supabase.keys.service),
    ANTHROPIC_API_KEY: secret("key to the language models", anthropic.keys.api),
    STRIPE_SECRET_KEY: secret("key to payments", stripe.keys.secret),
    STRIPE_WEBHOOK_SECRET: secret("verifies Stripe's webhooks", stripe.keys.webhook),
    STRIPE_PUBLISHABLE_KEY: secret("key that the payment page shows", stripe.keys.publishable),
    SENDGRID_API_KEY: secret("key to outgoing mail", sendgrid.keys.api),
    LOGFIRE_TOKEN: secret("writes traces", logfire.keys.token),
    SENTRY_DSN: secret("where errors are reported", sentry.keys.dsn),
    BRAVE_API_KEY: optionalSecret("key to web search", brave.keys.api),
    TAVILY_API_KEY: optionalSecret("key to web search", tavily.keys.api),
    VITE_API_BASE_URL: publicUrl("address of the API, read by the page", "crb-backend"),
  },
  externalHosts: { supabase: "Supabase project: Postgres, storage" },
  database: externalPostgres({
    version: 16,
    provider: "supabase",
    storage: gibibytes(5),
    connections: 400,
    recovery: { time: minutes(30), point: hours(1) },
  }),
  cache: redis({
    version: 7,
    storage: gibibytes(1),
    memory: mebibytes(256),
    connections: 1_000,
    eviction: "allkeys-lru",
  }),
  objectStore: objectStore({
    party: supabase,
    holds: "reports as PDF",
    recovery: { time: minutes(30), point: hours(24) },
  }),
  services: {
    "crb-backend": httpService({
      image: "backend",
      command: [
        "uvicorn",
        "src.main:app",
        "--host",
        "0.0.0.0",
        "--port",
        "$(PORT)",
        "--workers",
        "$(WEB_CONCURRENCY)",
      ],
      processes: 2,
      tier: "critical",
      port: port(8383),
      health: httpHealth({
        live: "/api/health",
        ready: "/api/health",
        detailed: "/api/health/detailed",
        every: seconds(30),
        timeout: seconds(10),
      }),
      public: true,
      // A report may take two minutes (SYS-11), and one in flight must not be cut off (CF-36).
      drain: minutes(2),
      restartsBeforeAlert: 3,
      size: size({ cpu: { request: millicores(500), limit: cores(1) }, memory: gibibytes(1) }),
      // Two replicas carry 100 reports a day with ease; 1,000 a day at two minutes each keep 1.4 busy at once on
      // average (SYS-10), so four leave room for a peak of a hundred users.
      scale: autoscale({ minimum: 2, maximum: 4, cpu: percent(70) }),
      scratch: [scratch("/tmp", mebibytes(256))],
      variables: variableSet("backend", [
        "APP_ENV",
        "APP_VERSION",
        "DEBUG",
        "LOG_LEVEL",
        "XDG_CACHE_HOME",
        "API_BASE_URL",
        "CORS_ORIGINS",
        "SUPABASE_URL",
        "SENDGRID_FROM_EMAIL",
        "SECRET_KEY",
        "SUPABASE_SERVICE_KEY",
        "ANTHROPIC_API_KEY",
        "STRIPE_SECRET_KEY",
        "STRIPE_WEBHOOK_SECRET",
        "STRIPE_PUBLISHABLE_KEY",
        "SENDGRID_API_KEY",
        "LOGFIRE_TOKEN",
        "SENTRY_DSN",
        "BRAVE_API_KEY",
        "TAVILY_API_KEY",
      ]),
      uses: {
        database: { env: { DATABASE_URL: "pooled" }, pool: 20 },
        cache: { env: "REDIS_URL", pool: 50 },
      },
      egress: [anthropic, stripe, sendgrid, logfire, sentry, brave, tavily, supabase],
    }),
    "crb-frontend": staticSite({
      image: "frontend",
      variables: variableSet("frontend", ["VITE_API_BASE_URL"]),
      tier: "critical",
      port: port(5174),
      health: httpHealth({ live: "/health", ready: "/", every: seconds(30), timeout: seconds(10) }),
      public: true,
      size: size({ cpu: { request: millicores(50), limit: millicores(250) }, memory: mebibytes(64) }),
      // One replica, as it had, can't last through a node drain (CF-21).
      scale: replicas(2),
      scratch: [scratch("/tmp", mebibytes(32))],
    }),
  },
  objectives: [
    availability(percent(99.9)),
    latency({ of: "page load", within: seconds(2), target: percent(95) }),
    latency({ of: "report generation", within: minutes(2), target: percent(95) }),
  ],
});
