import { redis } from "../model/cache.ts";
import { externalPostgres } from "../model/database.ts";
import { rowsIn } from "../model/drill-check.ts";
import { httpHealth } from "../model/health.ts";
import { image } from "../model/image.ts";
import { migration } from "../model/migration.ts";
import { objectStore } from "../model/object-store.ts";
import { availability, latency, uptime } from "../model/objective.ts";
import { port } from "../model/port.ts";
import { publicEdge } from "../model/public-edge.ts";
import { gibibytes, mebibytes } from "../model/quantities/bytes.ts";
import { cores, millicores } from "../model/quantities/cpu.ts";
import { days, hours, minutes, seconds } from "../model/quantities/duration.ts";
import { percent } from "../model/quantities/percentage.ts";
import { blueGreen, slowCanary } from "../model/rollout-strategy.ts";
import { autoscale, replicas } from "../model/scaling.ts";
import { ofLength } from "../model/secret-shape.ts";
import { absolutePath, mailAddress, oneOf, truth, versionNumber } from "../model/setting-shape.ts";
import { scratch, size } from "../model/size.ts";
import { system } from "../model/system.ts";
import { telemetry, traceVendor } from "../model/telemetry.ts";
import { externalUrl, optionalSecret, publicUrl, secret, setting, variableSet } from "../model/variable.ts";
import { httpService, staticSite } from "../model/workload.ts";
import { crbMetrics } from "./crb-analyser/metrics.ts";
import { crbWatches } from "./crb-analyser/watches.ts";
import { supabaseCopies } from "./supabase-copies.ts";
import { anthropic, brave, logfire, sendgrid, sentry, stripe, supabase, tavily } from "./third-parties.ts";

// Facts: requirements section 1.2 and ENV-12…17. Values chosen where it is silent: docs/decisions/0003-silences.md.

export const crbAnalyser = system("crb-analyser", {
  owner: "crb-platform",
  repositories: ["crb-analyser/crb-analyser"],
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
    APP_ENV: setting(
      "name of the tier",
      {
        dev: "development",
        staging: "staging",
        production: "production",
      },
      oneOf("development", "test", "staging", "production"),
    ),
    APP_VERSION: setting("version that health and telemetry report", "1.0.0", versionNumber),
    DEBUG: setting(
      "verbose errors and reload",
      { dev: "true", staging: "false", production: "false" },
      truth,
    ),
    LOG_LEVEL: setting(
      "least severe level that is logged",
      {
        dev: "DEBUG",
        staging: "INFO",
        production: "WARNING",
      },
      oneOf("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
    ),
    XDG_CACHE_HOME: setting(
      "where fonts are indexed for PDF; the rest is read-only",
      "/tmp/cache",
      absolutePath,
    ),
    API_BASE_URL: publicUrl("address under which the API is reached", "crb-backend"),
    CORS_ORIGINS: publicUrl("the one origin that browsers may call from with credentials", "crb-frontend"),
    SUPABASE_URL: externalUrl("address of the Supabase project", "supabase"),
    SENDGRID_FROM_EMAIL: setting("sender of reports", "reports@crb-analyser.com", mailAddress),
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
    // What Supabase gives a new project; it has 15 too, and no 16.
    version: 17,
    provider: "supabase",
    project: { host: "supabase", party: supabase },
    storage: gibibytes(5),
    // What a paid project of Supabase has at first; it grows there by itself, and this does not.
    drillStorage: gibibytes(8),
    connections: 600,
    // Supabase's pooler has a port of its own.
    ports: { pooled: port(6543), direct: port(5432) },
    recovery: { time: minutes(30), point: hours(1) },
    // The others are Supabase's, and can't be restored elsewhere.
    schemas: ["public"],
    // Those that Supabase's row policies are written for.
    providerRoles: ["anon", "authenticated", "service_role"],
    drill: [rowsIn("public.schema_migrations", 1)],
    // Supabase sells it as an addition to each project; an hour can't be promised without it (BDR-19).
    pointInTimeRecovery: true,
  }),
  migration: migration({
    image: "backend",
    command: ["python", "-m", "src.migrations.run"],
    variables: variableSet("migration", ["APP_ENV", "LOG_LEVEL"]),
    address: "DATABASE_URL",
    bootstrap: ["crb-analyser/bootstrap.sql"],
    deadline: minutes(10),
    size: size({ cpu: { request: millicores(100), limit: millicores(500) }, memory: mebibytes(256) }),
    scratch: [scratch("/tmp", mebibytes(64))],
  }),
  cache: redis({
    version: 7,
    // All of it can be had again: it is cleared whole by hand (CAC-05).
    purpose: "cache",
    storage: gibibytes(1),
    memory: mebibytes(256),
    connections: 1_500,
  }),
  objectStore: objectStore({
    party: supabase,
    keyVariable: "SUPABASE_SERVICE_KEY",
    buckets: { reports: { holds: "reports as PDF", retention: days(30) } },
    // Supabase deletes for good, its backups leave files out, and it has neither rules nor classes for what ages.
    versions: false,
    lifecycles: false,
    copies: supabaseCopies("supabase"),
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
      public: publicEdge({ answers: "api", webhooks: ["/api/webhooks/stripe"] }),
      // A report may take two minutes (SYS-11), and one in flight must not be cut off (CF-36).
      longestRequest: minutes(2),
      restartsBeforeAlert: 3,
      size: size({ cpu: { request: millicores(500), limit: cores(1) }, memory: gibibytes(1) }),
      rollout: slowCanary({
        weights: [10, 25, 50, 100],
        pause: minutes(10),
        slow: "a report takes up to two minutes, and a tenth of the traffic has few of them",
      }),
      // Two replicas carry 100 reports a day with ease; 1,000 a day at two minutes each keep 1.4 busy at once on
      // average (SYS-10), so four leave room for a peak of a hundred users.
      scale: autoscale({ minimum: 2, maximum: 4, cpu: percent(70), memory: percent(80) }),
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
        database: { env: { DATABASE_URL: "pooled" }, driver: "asyncpg", pool: 20 },
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
      public: publicEdge({ answers: "pages" }),
      size: size({ cpu: { request: millicores(50), limit: millicores(250) }, memory: mebibytes(64) }),
      // One replica, as it had, can't last through a node drain (CF-21).
      scale: replicas(2),
      // A page asks for files that only its own release has, so two releases never share the traffic.
      rollout: blueGreen(),
    }),
  },
  objectives: [
    availability(percent(99.9)),
    // What was agreed with customers is uptime: they come from outside (SLO-08).
    uptime({ target: percent(99.9), services: ["crb-backend", "crb-frontend"] }),
    latency({ of: "page load", within: seconds(2), target: percent(95), measured: crbMetrics.pageLoad }),
    latency({
      of: "report generation",
      within: minutes(2),
      target: percent(95),
      services: ["crb-backend"],
      path: "/api/reports",
    }),
  ],
  metrics: Object.values(crbMetrics),
  watches: crbWatches,
  telemetry: telemetry({
    // Logfire's library would send past the collector what must not leave it. In dev, which has no collector, it does.
    traces: traceVendor({
      party: logfire,
      token: "LOGFIRE_TOKEN",
      variables: { LOGFIRE_SEND_TO_LOGFIRE: "false" },
    }),
    errors: { party: sentry, addresses: ["SENTRY_DSN"] },
    version: "APP_VERSION",
    tier: "APP_ENV",
  }),
});
