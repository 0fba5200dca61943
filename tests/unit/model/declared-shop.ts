import { redis } from "../../../model/cache.ts";
import { postgres } from "../../../model/database.ts";
import { rowsIn } from "../../../model/drill-check.ts";
import { heartbeat, httpHealth } from "../../../model/health.ts";
import { image } from "../../../model/image.ts";
import { availability } from "../../../model/objective.ts";
import { port } from "../../../model/port.ts";
import { publicEdge } from "../../../model/public-edge.ts";
import { gibibytes, mebibytes } from "../../../model/quantities/bytes.ts";
import { cores, millicores } from "../../../model/quantities/cpu.ts";
import { hours, seconds } from "../../../model/quantities/duration.ts";
import { percent } from "../../../model/quantities/percentage.ts";
import { autoscale, replicas } from "../../../model/scaling.ts";
import { ofLength } from "../../../model/secret-shape.ts";
import { oneOf, truth } from "../../../model/setting-shape.ts";
import { scratch, size } from "../../../model/size.ts";
import { system, type System } from "../../../model/system.ts";
import {
  buildSetting,
  externalUrl,
  optionalSecret,
  publicUrl,
  secret,
  setting,
  variableSet,
} from "../../../model/variable.ts";
import { qdrant } from "../../../model/vector-store.ts";
import {
  httpService,
  type HttpService,
  singleton,
  type Singleton,
  staticSite,
  type StaticSite,
  worker,
  type Worker,
} from "../../../model/workload.ts";

// A made-up system with one service of each kind and one store of each kind. It has no problem, so each test
// breaks just what it is about.

const small = size({ cpu: { request: millicores(100), limit: cores(1) }, memory: mebibytes(256) });
const programVariables = variableSet("program", ["LOG_LEVEL", "API_URL", "CDN_URL", "API_KEY", "SEARCH_KEY"]);

export const api: HttpService = httpService({
  image: "program",
  command: ["serve", "--port", "$(PORT)", "--workers", "$(WEB_CONCURRENCY)"],
  tier: "critical",
  size: small,
  variables: programVariables,
  port: port(3000),
  health: httpHealth({ live: "/live", ready: "/ready", detailed: "/health" }),
  scale: autoscale({ minimum: 2, maximum: 4, cpu: percent(70) }),
  public: publicEdge({ answers: "api" }),
  processes: 2,
  scratch: [scratch("/tmp", mebibytes(64))],
  uses: {
    database: { env: { DATABASE_URL: "pooled" }, pool: 5 },
    cache: { env: "REDIS_URL", pool: 3 },
    vectorStore: { env: "QDRANT_URL", key: "QDRANT_API_KEY" },
  },
});

export const pages: StaticSite = staticSite({
  image: "pages",
  tier: "critical",
  size: small,
  variables: variableSet("pages", ["API_URL"]),
  port: port(8080),
  health: httpHealth({ live: "/health", ready: "/" }),
  scale: replicas(2),
  public: publicEdge({ answers: "pages" }),
});

export const mailer: Worker = worker({
  image: "program",
  command: ["mail"],
  tier: "standard",
  size: small,
  variables: programVariables,
  heartbeat: heartbeat({ every: seconds(5), missed: 3 }),
  scale: replicas(2),
  uses: { database: { env: { DATABASE_URL: "direct" }, pool: 4 } },
  calls: ["api"],
});

export const clock: Singleton = singleton({
  image: "program",
  command: ["tick"],
  tier: "critical",
  size: small,
  variables: programVariables,
  heartbeat: heartbeat({ every: seconds(5), missed: 3 }),
  uses: { database: { env: { DATABASE_URL: "direct" }, pool: 4 } },
});

export const programImage = image({
  repository: "ghcr.io/shop/program",
  runtime: "node",
  user: { uid: 1000, gid: 1000 },
  base: "node:22-alpine",
});

export const pagesImage = image({
  repository: "ghcr.io/shop/pages",
  runtime: "none",
  user: { uid: 101, gid: 101 },
  base: "nginx-unprivileged:1.27",
});

export const database = postgres({
  version: 16,
  storage: gibibytes(5),
  size: size({ cpu: { request: millicores(250), limit: cores(1) }, memory: gibibytes(2) }),
  connections: 200,
  recovery: { time: hours(1), point: hours(1) },
  drill: [rowsIn("public.orders", 1)],
});

export const cache = redis({
  version: 7,
  storage: gibibytes(1),
  memory: mebibytes(128),
  connections: 100,
  purpose: "both",
});

export const shop: System = system("shop", {
  owner: "shop-team",
  images: {
    program: programImage,
    pages: pagesImage,
  },
  variables: {
    LOG_LEVEL: setting(
      "level",
      { dev: "debug", staging: "info", production: "info" },
      oneOf("debug", "info"),
    ),
    API_URL: publicUrl("address of the API", "api"),
    CDN_URL: externalUrl("address of assets", "cdn"),
    API_KEY: secret("key", ofLength(32)),
    SEARCH_KEY: optionalSecret("key to search", ofLength(32)),
    ANALYZE: buildSetting("report of the build", "false", truth),
  },
  externalHosts: { cdn: "content delivery network" },
  services: { api, pages, mailer, clock },
  database,
  cache,
  vectorStore: qdrant({ storage: gibibytes(2) }),
  objectives: [availability(percent(99.9))],
});

/** The shop with other services; images that none of them runs are left out. */
export function shopWith(services: System["services"], rest: Partial<System> = {}): System {
  const run = new Set(Object.values(services).map(({ image: name }) => name));
  const images = Object.fromEntries(Object.entries(shop.images).filter(([name]) => run.has(name)));
  return { ...shop, images, services, ...rest };
}
