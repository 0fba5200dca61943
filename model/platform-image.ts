import type { EnvironmentName } from "./environment-name.ts";

/** An image that Slipway itself runs for a system's data, with the tag that dev uses until a digest is given. */
export interface PlatformImage {
  readonly repository: string;
  readonly tag: string;
  /** The environments that run it. @default all */
  readonly only?: readonly EnvironmentName[];
}

/**
 * Postgres 16 (DB-01): dev's as one pod, and the one that CloudNativePG runs, which takes only images made for it;
 * the PgBouncer that stands before it (DB-11); the 17 that a drill of somebody else's is made on (BDR-11); what dumps them (BDR-01),
 * from `images/backup`; Redis 7 (CAC-01), what answers for its metrics, and HAProxy, which stands before one with replicas; the
 * vector store; the OpenTelemetry collector (OBS-13), of the distribution contrib, which has all that it is configured with (the distribution
 * core lacks `count`, `deltatocumulative`, `redaction` and `transform`); and Node, which switches dev off and on (CST-05). Their digests stand
 * in each stack's `release`.
 */
export const platformImages = {
  "postgres-cluster": { repository: "ghcr.io/cloudnative-pg/postgresql", tag: "16-standard-bookworm" },
  pgbouncer: { repository: "ghcr.io/cloudnative-pg/pgbouncer", tag: "1.25.1" },
  postgres: { repository: "docker.io/library/postgres", tag: "16-alpine" },
  "postgres-17": {
    repository: "ghcr.io/cloudnative-pg/postgresql",
    tag: "17-standard-bookworm",
    only: ["staging", "production"],
  },
  backup: { repository: "ghcr.io/slipway/backup", tag: "16", only: ["staging", "production"] },
  redis: { repository: "docker.io/library/redis", tag: "7-alpine" },
  "redis-exporter": {
    repository: "docker.io/oliver006/redis_exporter",
    tag: "v1.80.0-alpine",
    only: ["staging", "production"],
  },
  "redis-proxy": {
    repository: "docker.io/library/haproxy",
    tag: "3.0-alpine",
    only: ["staging", "production"],
  },
  qdrant: { repository: "docker.io/qdrant/qdrant", tag: "v1.16.2" },
  "otel-collector": {
    repository: "docker.io/otel/opentelemetry-collector-contrib",
    tag: "0.155.0",
    only: ["staging", "production"],
  },
  node: { repository: "docker.io/library/node", tag: "22-alpine", only: ["dev"] },
} as const satisfies Readonly<Record<string, PlatformImage>>;

export type PlatformImageName = keyof typeof platformImages;

/** The images that an environment may run, and so may or must release. */
export const platformImageNames = (environment: EnvironmentName): readonly PlatformImageName[] =>
  Object.entries<PlatformImage>(platformImages).flatMap(([name, { only = [environment] }]) =>
    only.includes(environment) ? [name as PlatformImageName] : [],
  );
