import { cron } from "../model/cron-schedule.ts";
import { type DatabaseUse, postgres, postgresDisk } from "../model/database.ts";
import { rowsIn } from "../model/drill-check.ts";
import { heartbeat, httpHealth } from "../model/health.ts";
import { image } from "../model/image.ts";
import { migration } from "../model/migration.ts";
import { objectStore } from "../model/object-store.ts";
import { port } from "../model/port.ts";
import { publicEdge } from "../model/public-edge.ts";
import { gibibytes, mebibytes } from "../model/quantities/bytes.ts";
import { cores, millicores } from "../model/quantities/cpu.ts";
import { days, hours, minutes, seconds } from "../model/quantities/duration.ts";
import { percent } from "../model/quantities/percentage.ts";
import { blueGreen } from "../model/rollout-strategy.ts";
import { autoscale, replicas } from "../model/scaling.ts";
import { atLeast } from "../model/secret-shape.ts";
import { cronLine, oneOf, wholeNumber } from "../model/setting-shape.ts";
import { scratch, size } from "../model/size.ts";
import { system } from "../model/system.ts";
import { externalUrl, publicUrl, secret, setting, variableSet } from "../model/variable.ts";
import { httpService, singleton, staticSite } from "../model/workload.ts";
import { atlasMetrics, engineTick } from "./atlas-ux/metrics.ts";
import { atlasObjectives } from "./atlas-ux/objectives.ts";
import { atlasWatches } from "./atlas-ux/watches.ts";
import { nodeLogLevel, nodeMode } from "./node-variables.ts";
import { supabaseCopies } from "./supabase-copies.ts";
import { anthropic, sendgrid, supabase } from "./third-parties.ts";

// Facts: requirements section 1.1. Where it says "seed silent", the value was chosen: docs/decisions/0003-silences.md.

const emailPoll = seconds(5);
const schedulerTick = seconds(15);

/** One set for all four back-end processes, which come from one source tree (SYS-06, ENV-21). */
const backendVariables = variableSet("backend", [
  "NODE_ENV",
  "LOG_LEVEL",
  "API_BASE_URL",
  "CORS_ORIGINS",
  "ENGINE_TICK_SECONDS",
  "EMAIL_POLL_SECONDS",
  "SCHEDULER_TICK_SECONDS",
  "SCHEDULER_CRON",
  "LLM_DAILY_TOKEN_LIMIT",
  "STORAGE_URL",
  "STORAGE_SERVICE_KEY",
  "SESSION_SECRET",
  "LLM_API_KEY",
  "MAIL_API_KEY",
]);

const backend = { image: "backend", variables: backendVariables, scratch: [scratch("/tmp", mebibytes(64))] };

/** A worker's loop holds its session to the database, which a pooler in transaction mode would break. */
const loopDatabase: DatabaseUse = { env: { DATABASE_URL: "direct" }, driver: "prisma", pool: 5 };

const workerSize = size({
  cpu: { request: millicores(100), limit: millicores(500) },
  memory: mebibytes(512),
});

/** Where the workers show their metrics: the port of OpenTelemetry's exporter. */
const workerMetrics = port(9464);

export const atlasUx = system("atlas-ux", {
  owner: "atlas-platform",
  repositories: ["atlas-ux/atlas-ux"],
  images: {
    backend: image({
      repository: "ghcr.io/atlas-ux/backend",
      runtime: "node",
      user: { uid: 1000, gid: 1000 },
      base: "node:22-alpine",
    }),
    frontend: image({
      repository: "ghcr.io/atlas-ux/frontend",
      runtime: "none",
      user: { uid: 101, gid: 101 },
      base: "nginxinc/nginx-unprivileged:1.27-alpine",
    }),
  },
  variables: {
    NODE_ENV: nodeMode,
    LOG_LEVEL: nodeLogLevel,
    API_BASE_URL: publicUrl("address under which the API is reached", "web"),
    CORS_ORIGINS: publicUrl("the one origin that browsers may call from", "frontend"),
    ENGINE_TICK_SECONDS: setting(
      "period of the engine loop",
      String(engineTick.wholeSeconds),
      wholeNumber(1),
    ),
    EMAIL_POLL_SECONDS: setting(
      "period at which EMAIL_SEND jobs are polled",
      String(emailPoll.wholeSeconds),
      wholeNumber(1),
    ),
    SCHEDULER_TICK_SECONDS: setting(
      "period at which due triggers are looked for",
      String(schedulerTick.wholeSeconds),
      wholeNumber(1),
    ),
    SCHEDULER_CRON: setting("when the sweep over workflow triggers is due", cron("* * * * *").line, cronLine),
    LLM_DAILY_TOKEN_LIMIT: setting(
      "tokens that may be spent on language models in a day",
      {
        dev: "100000",
        staging: "500000",
        production: "5000000",
      },
      wholeNumber(1),
    ),
    STORAGE_URL: externalUrl("address of the object store", "storage"),
    STORAGE_SERVICE_KEY: secret("key to the object store", supabase.keys.service),
    SESSION_SECRET: secret("signs sessions", atLeast(48)),
    LLM_API_KEY: secret("key to the language models", anthropic.keys.api),
    MAIL_API_KEY: secret("key to the mail provider", sendgrid.keys.api),
    CHECKPOINT_DISABLE: setting("keeps Prisma from asking its maker for a newer version", "1", oneOf("1")),
    VITE_API_BASE_URL: publicUrl("address of the API, read by the page", "web"),
  },
  externalHosts: { storage: "object store" },
  database: postgres({
    version: 16,
    instances: 3,
    size: size({
      cpu: { request: millicores(500), limit: cores(2) },
      memory: gibibytes(2),
      disk: postgresDisk,
    }),
    storage: gibibytes(20),
    connections: 200,
    recovery: { time: hours(1), point: hours(1) },
    drill: [rowsIn("public._prisma_migrations", 1)],
  }),
  migration: migration({
    ...backend,
    // What `npx prisma migrate deploy` comes down to, without npm, which would ask its registry and write to a home.
    command: ["node", "node_modules/prisma/build/index.js", "migrate", "deploy"],
    variables: variableSet("migration", ["NODE_ENV", "CHECKPOINT_DISABLE"]),
    address: "DATABASE_URL",
    driver: "prisma",
    deadline: minutes(10),
    size: workerSize,
  }),
  objectStore: objectStore({
    party: supabase,
    keyVariable: "STORAGE_SERVICE_KEY",
    buckets: { uploads: { holds: "uploaded files", retention: days(30) } },
    // Supabase deletes for good, its backups leave files out, and it has neither rules nor classes for what ages.
    versions: false,
    lifecycles: false,
    copies: supabaseCopies("storage"),
    recovery: { time: minutes(30), point: hours(24) },
  }),
  services: {
    web: httpService({
      ...backend,
      command: ["node", "dist/server.js"],
      tier: "critical",
      port: port(3002),
      health: httpHealth({ live: "/v1/health", ready: "/v1/runtime/status" }),
      public: publicEdge({ answers: "api", largestBody: mebibytes(10) }),
      drain: seconds(30),
      size: size({ cpu: { request: millicores(250), limit: cores(1) }, memory: mebibytes(512) }),
      scale: autoscale({
        minimum: 2,
        maximum: 6,
        cpu: percent(70),
        memory: percent(80),
        requestsPerSecond: 50,
      }),
      uses: { database: { env: { DATABASE_URL: "pooled" }, driver: "prisma", pool: 20 } },
      egress: [anthropic, supabase],
    }),
    "email-worker": singleton({
      ...backend,
      command: ["node", "dist/workers/email.js"],
      tier: "critical",
      heartbeat: heartbeat({ every: emailPoll, missed: 3 }),
      metrics: workerMetrics,
      size: workerSize,
      uses: { database: loopDatabase },
      egress: [sendgrid],
    }),
    "engine-worker": singleton({
      ...backend,
      command: ["node", "dist/workers/engine.js"],
      tier: "critical",
      heartbeat: heartbeat({ every: engineTick, missed: 3 }),
      metrics: workerMetrics,
      size: workerSize,
      uses: { database: loopDatabase },
      egress: [anthropic],
    }),
    scheduler: singleton({
      ...backend,
      command: ["node", "dist/workers/scheduler.js"],
      tier: "critical",
      heartbeat: heartbeat({ every: schedulerTick, missed: 3 }),
      metrics: workerMetrics,
      size: workerSize,
      uses: { database: loopDatabase },
    }),
    frontend: staticSite({
      image: "frontend",
      variables: variableSet("frontend", ["VITE_API_BASE_URL"]),
      tier: "critical",
      port: port(8080),
      health: httpHealth({ live: "/health", ready: "/" }),
      public: publicEdge({ answers: "pages" }),
      size: size({ cpu: { request: millicores(50), limit: millicores(250) }, memory: mebibytes(64) }),
      scale: replicas(2),
      // A page asks for files that only its own release has, so two releases never share the traffic.
      rollout: blueGreen(),
    }),
  },
  objectives: atlasObjectives,
  metrics: Object.values(atlasMetrics),
  watches: atlasWatches,
  artefacts: {
    desktop: { meaning: "Tauri desktop application", configuration: "tauri.conf.json", tags: "v*" },
  },
  observers: {
    petra: "project flow",
    larry: "objectives and compliance drift",
    atlas: "deploy or roll back, by error budget",
    cheryl: "incident playbook for support escalations",
  },
});
