import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import { cacheExporter } from "../../model/cache.ts";
import { storeServices } from "../../model/store-services.ts";
import { poolerMetricsPort } from "../data/pooler-spec.ts";
import { postgresMetricsPort } from "../data/postgres-monitor-spec.ts";
import { redisExporterPort } from "../data/redis-exporter-spec.ts";
import { apiServerEdge } from "./api-server-edge.ts";
import { type Edge, part, platform, tcp } from "./edge.ts";
import type { PartWithEdges } from "./parts.ts";

/**
 * What the gateway gets through to: services that a hostname of this environment leads to, by itself or by one of its
 * paths, and the cache that it counts requests in.
 */
export function gatewayEdges(
  parts: readonly PartWithEdges[],
  { system, hostnames }: SystemEnvironment,
): readonly Edge[] {
  const shown = parts.flatMap(({ name, public: edge }) =>
    edge && hostnames.has(name) ? [{ name, edge }] : [],
  );
  const reached = new Set(shown.flatMap(({ name, edge }) => [name, ...Object.values(edge.routes)]));
  const counts = shown.some(({ edge }) => Object.keys(edge.rateLimits).length > 0);
  const from = platform("gateway");
  return [
    ...parts.flatMap(({ name, port }) =>
      port && reached.has(name)
        ? [
            {
              from,
              to: part(name),
              ports: tcp(port.number),
              meaning: `the gateway passes requests on to ${name}`,
            },
          ]
        : [],
    ),
    ...(counts && system.cache
      ? [
          {
            from,
            to: part(storeServices.cache.name),
            ports: tcp(storeServices.cache.port),
            meaning: "the gateway counts requests against their limits",
          },
        ]
      : []),
  ];
}

/** What Prometheus asks. */
export const scrapedEdges = ({ name, scraped }: PartWithEdges): readonly Edge[] =>
  scraped
    ? [
        {
          from: platform("monitoring"),
          to: part(name),
          ports: tcp(scraped.number),
          meaning: `monitoring scrapes the metrics of ${name}`,
        },
      ]
    : [];

/** What the exporter of a system's Redis asks, and who asks it. */
export function redisExporterEdges(): readonly Edge[] {
  const { name, port } = storeServices.cache;
  return [
    {
      from: part(cacheExporter),
      to: part(name),
      ports: tcp(port),
      meaning: `${cacheExporter} asks ${name} how it does`,
    },
    {
      from: platform("monitoring"),
      to: part(cacheExporter),
      ports: tcp(redisExporterPort),
      meaning: `monitoring scrapes the metrics of ${name}`,
    },
  ];
}

/** Where the program beside each instance answers for it. */
const instanceStatusPort = 8000;

/** What a pooler lives by, besides its clients. */
export function poolerEdges(
  name: string,
  cluster: string,
  environment: Pick<Environment, "cluster">,
): readonly Edge[] {
  const pooler = part(name);
  return [
    {
      from: pooler,
      to: part(cluster),
      ports: tcp(storeServices.database.port),
      meaning: `${name} passes transactions on to ${cluster}`,
    },
    // The program in each pod reads its settings and certificates there.
    apiServerEdge(pooler, environment),
    {
      from: platform("monitoring"),
      to: pooler,
      ports: tcp(poolerMetricsPort),
      meaning: `monitoring scrapes the metrics of ${name}`,
    },
  ];
}

/** What a CloudNativePG cluster lives by, besides its clients. */
export function instanceEdges(
  name: string,
  environment: Pick<Environment, "cluster" | "backups">,
): readonly Edge[] {
  const database = part(name);
  // A primary that reaches neither the API server nor another instance takes itself for cut off, and stops.
  const ports = tcp(storeServices.database.port, instanceStatusPort);
  return [
    {
      from: platform("cloudnative-pg"),
      to: database,
      ports,
      meaning: `CloudNativePG looks after the instances of ${name}`,
    },
    {
      from: database,
      to: database,
      ports,
      meaning: `the instances of ${name} replicate and watch each other`,
    },
    apiServerEdge(database, environment),
    {
      from: platform("monitoring"),
      to: database,
      ports: tcp(postgresMetricsPort),
      meaning: `monitoring scrapes the metrics of ${name}`,
    },
    ...(environment.backups
      ? [
          {
            from: database,
            to: {
              kind: "external",
              name: "backups",
              ...(environment.backups.cidrs && { cidrs: environment.backups.cidrs }),
            } as const,
            ports: tcp(environment.backups.endpoint.port.number),
            meaning: `${name} keeps its backups and its write-ahead log at ${environment.backups.endpoint.url}`,
          },
        ]
      : []),
  ];
}
