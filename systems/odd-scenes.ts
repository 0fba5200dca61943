import { redis } from "../model/cache.ts";
import { postgres } from "../model/database.ts";
import { rowsIn } from "../model/drill-check.ts";
import { flag } from "../model/feature-flag.ts";
import { httpHealth } from "../model/health.ts";
import { image } from "../model/image.ts";
import { migration } from "../model/migration.ts";
import { availability, latency } from "../model/objective.ts";
import { port } from "../model/port.ts";
import { publicEdge } from "../model/public-edge.ts";
import { gibibytes, mebibytes } from "../model/quantities/bytes.ts";
import { cores, millicores } from "../model/quantities/cpu.ts";
import { hours, minutes, seconds } from "../model/quantities/duration.ts";
import { percent } from "../model/quantities/percentage.ts";
import { rateLimit } from "../model/rate-limit.ts";
import { blueGreen } from "../model/rollout-strategy.ts";
import { autoscale, replicas } from "../model/scaling.ts";
import { listenAddress, truth } from "../model/setting-shape.ts";
import { scratch, size } from "../model/size.ts";
import { system } from "../model/system.ts";
import { telemetry } from "../model/telemetry.ts";
import { buildSetting, externalUrl, publicUrl, secret, setting, variableSet } from "../model/variable.ts";
import { qdrant } from "../model/vector-store.ts";
import { costWatch, paymentWatch, poolWatch } from "../model/watch.ts";
import { httpService } from "../model/workload.ts";
import { businessMetrics } from "./business-metrics.ts";
import { databaseClientMetrics } from "./database-client-metrics.ts";
import { languageModelMetrics } from "./language-model-metrics.ts";
import { nodeLogLevel, nodeMode } from "./node-variables.ts";
import { pageLoad } from "./page-load-metrics.ts";
import { betterStack, openai, sentry, stripe } from "./third-parties.ts";

// Facts: requirements section 1.3 and ENV-18. Values chosen where it is silent: docs/decisions/0003-silences.md.

const business = businessMetrics("backend");
const models = languageModelMetrics("backend", "ai-backend");
const databaseMetrics = databaseClientMetrics("backend");
/** The page is the service's own, so it takes what its pages tell. */
const pages = pageLoad("frontend");

export const oddScenes = system("odd-scenes", {
  owner: "odd-scenes-platform",
  repositories: ["odd-scenes/frontend", "odd-scenes/backend", "odd-scenes/ai-backend"],
  images: {
    frontend: image({
      repository: "ghcr.io/odd-scenes/frontend",
      runtime: "node",
      user: { uid: 1001, gid: 1001 },
      base: "node:22-alpine",
    }),
    backend: image({
      repository: "ghcr.io/odd-scenes/backend",
      runtime: "node",
      user: { uid: 1001, gid: 1001 },
      base: "node:22-alpine",
    }),
    "ai-backend": image({
      repository: "ghcr.io/odd-scenes/ai-backend",
      runtime: "python",
      user: { uid: 1001, gid: 1001 },
      base: "python:3.11-slim",
    }),
  },
  variables: {
    NODE_ENV: nodeMode,
    LOG_LEVEL: nodeLogLevel,
    HOSTNAME: setting(
      "address to listen on; a pod's own name would leave out localhost",
      "0.0.0.0",
      listenAddress,
    ),
    NEXT_PUBLIC_API_URL: publicUrl("address of the API, read by the page", "backend"),
    NEXT_PUBLIC_SENTRY_DSN: secret("where the page's errors are reported", sentry.keys.dsn),
    ASSET_PREFIX: externalUrl("address of static assets", "cdn"),
    ANALYZE: buildSetting("whether the build reports the size of its bundles", "false", truth),
    SENTRY_DSN: secret("where errors are reported", sentry.keys.dsn),
    LOGTAIL_TOKEN: secret("writes logs", betterStack.keys.token),
    STRIPE_SECRET_KEY: secret("key to payments", stripe.keys.secret),
    OPENAI_API_KEY: secret("key to the language models", openai.keys.api),
  },
  externalHosts: { cdn: "content delivery network for static assets" },
  database: postgres({
    version: 16,
    storage: gibibytes(10),
    connections: 100,
    recovery: { time: minutes(30), point: hours(1) },
    drill: [rowsIn("drizzle.__drizzle_migrations", 1)],
  }),
  migration: migration({
    image: "backend",
    // What `npm run db:migrate` comes down to, without npm, which would write to a home.
    command: ["node", "node_modules/drizzle-kit/bin.cjs", "migrate"],
    variables: variableSet("migration", ["NODE_ENV"]),
    address: "DATABASE_URL",
    driver: "node-postgres",
    deadline: minutes(10),
    size: size({ cpu: { request: millicores(100), limit: millicores(500) }, memory: mebibytes(256) }),
    scratch: [scratch("/tmp", mebibytes(64))],
  }),
  cache: redis({
    version: 7,
    // Losing a key would reset the rate limits that are counted beside what is cached here (CAC-04).
    purpose: "both",
    storage: gibibytes(1),
    memory: mebibytes(128),
    connections: 1_000,
  }),
  // `pinecone({ party: pineconeService })` is the managed choice (SYS-16).
  vectorStore: qdrant({ storage: gibibytes(5) }),
  flags: { "new-checkout": flag({ meaning: "checkout on one page instead of three" }) },
  services: {
    frontend: httpService({
      image: "frontend",
      command: ["node", "server.js"],
      tier: "critical",
      port: port(3000),
      health: httpHealth({ live: "/health", ready: "/health", startup: seconds(60) }),
      // The apex binds every other host of the domain, so it goes on to "subdomains" and "preload" only once all of them
      // answer by HTTPS (CF-35).
      public: publicEdge({ answers: "pages", hsts: "host", routes: { "/api": "backend" }, proxies: 1 }),
      // A page asks for files that only its own release has, so two releases never share the traffic.
      rollout: blueGreen(),
      size: size({ cpu: { request: millicores(100), limit: millicores(500) }, memory: mebibytes(256) }),
      scale: replicas(2),
      scratch: [scratch("/tmp", mebibytes(64)), scratch("/app/.next/cache", mebibytes(128))],
      variables: variableSet("frontend", [
        "NODE_ENV",
        "HOSTNAME",
        "NEXT_PUBLIC_API_URL",
        "NEXT_PUBLIC_SENTRY_DSN",
        "ASSET_PREFIX",
        "ANALYZE",
      ]),
      calls: ["backend"],
      egress: [sentry],
    }),
    backend: httpService({
      image: "backend",
      command: ["node", "dist/index.js"],
      tier: "critical",
      port: port(3001),
      health: httpHealth({ live: "/health/live", ready: "/health/ready", detailed: "/health" }),
      public: publicEdge({
        answers: "api",
        hsts: "preload",
        uptime: "/health",
        rateLimits: {
          api: rateLimit({ path: "/api", requests: 100, per: minutes(15) }),
          // All attempts; the code itself counts the failed ones, 5 in 15 minutes (NET-09).
          login: rateLimit({ path: "/api/auth/login", requests: 20, per: minutes(15) }),
        },
        proxies: 1,
      }),
      restartsBeforeAlert: 10,
      size: size({ cpu: { request: millicores(100), limit: millicores(500) }, memory: mebibytes(256) }),
      scale: autoscale({ minimum: 2, maximum: 3, cpu: percent(70) }),
      scratch: [scratch("/tmp", mebibytes(64))],
      variables: variableSet("backend", [
        "NODE_ENV",
        "LOG_LEVEL",
        "SENTRY_DSN",
        "LOGTAIL_TOKEN",
        "STRIPE_SECRET_KEY",
        "OPENAI_API_KEY",
      ]),
      uses: {
        database: { env: { DATABASE_URL: "pooled" }, driver: "node-postgres", pool: 20 },
        cache: { env: "REDIS_URL", pool: 10 },
      },
      flags: ["new-checkout"],
      egress: [stripe, sentry, betterStack, openai],
    }),
    "ai-backend": httpService({
      image: "ai-backend",
      command: ["uvicorn", "src.main:app", "--host", "0.0.0.0", "--port", "$(PORT)"],
      tier: "standard",
      port: port(8000),
      health: httpHealth({ live: "/health", ready: "/health" }),
      public: publicEdge({ answers: "api", hsts: "preload", proxies: 1 }),
      size: size({ cpu: { request: millicores(250), limit: cores(1) }, memory: mebibytes(512) }),
      scale: replicas(2),
      scratch: [scratch("/tmp", mebibytes(64))],
      variables: variableSet("ai-backend", ["OPENAI_API_KEY"]),
      uses: { vectorStore: { env: "QDRANT_URL", key: "QDRANT_API_KEY" } },
      egress: [openai],
    }),
  },
  objectives: [
    availability(percent(99.9)),
    latency({ of: "page load", within: seconds(2), target: percent(95), measured: pages }),
    // What the servers have of that time. A release is judged by it, and not by the networks of its users.
    latency({
      of: "page request",
      within: seconds(2),
      target: percent(95),
      services: ["frontend", "backend"],
    }),
  ],
  metrics: [pages, ...Object.values(business), ...Object.values(models), ...Object.values(databaseMetrics)],
  // Figures were chosen: docs/decisions/0043-watch-list.md.
  watches: [
    paymentWatch({
      name: "payments",
      metric: business.payments,
      failed: { label: "outcome", value: "failed" },
      target: percent(1),
      alert: percent(5),
    }),
    poolWatch({
      name: "database-pool",
      connections: databaseMetrics.connections,
      most: databaseMetrics.most,
      target: percent(80),
      alert: percent(90),
    }),
    // All of its stack is to cost 50 to 200 dollars a month (CST-01), and models are a part of it.
    costWatch({
      name: "llm-cost",
      metric: models.cost,
      unusual: 2,
      atLeast: 2,
      budget: { dev: 10, staging: 20, production: 100 },
    }),
  ],
  telemetry: telemetry({
    // The name of the environment and not NODE_ENV, which is "production" in staging too.
    errors: { party: sentry, addresses: ["SENTRY_DSN", "NEXT_PUBLIC_SENTRY_DSN"] },
    logs: { party: betterStack, token: "LOGTAIL_TOKEN" },
  }),
});
