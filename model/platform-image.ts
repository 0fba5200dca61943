/** An image that Slipway itself runs for a system's data, with the tag that dev uses until a digest is given. */
export interface PlatformImage {
  readonly repository: string;
  readonly tag: string;
}

/** Postgres 16 and Redis 7 (DB-01, CAC-01), and the vector store. Their digests stand in each stack's `release`. */
export const platformImages = {
  postgres: { repository: "docker.io/library/postgres", tag: "16-alpine" },
  redis: { repository: "docker.io/library/redis", tag: "7-alpine" },
  qdrant: { repository: "docker.io/qdrant/qdrant", tag: "v1.16.2" },
} as const satisfies Readonly<Record<string, PlatformImage>>;

export type PlatformImageName = keyof typeof platformImages;
