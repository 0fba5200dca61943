import { type PlatformImageName, platformImages } from "../../../../model/platform-image.ts";
import type { System } from "../../../../model/system.ts";
import { systems } from "../../../../systems/all.ts";
import { backupProgram } from "../../../../tools/repository-backup/backup-program.ts";
import { standInProgram } from "../stand-in-program.ts";
import { backupImage } from "./backup-image.ts";
import { DebianRoot } from "./debian-root.ts";
import type { ContainerImage } from "./image.ts";
import { ImageLayout } from "./layout.ts";
import { nginxLayer, siteImage } from "./nginx/site-image.ts";
import { nodeImage } from "./node-image.ts";
import { pgbouncerImage, pgbouncerPackages } from "./pgbouncer-image.ts";
import {
  applicationImage,
  collectorImage,
  programLayer,
  redisExporterImage,
  vectorStoreImage,
} from "./played-images.ts";
import { postgresImage, postgresLayers } from "./postgres/postgres-image.ts";
import { proxyImage } from "./redis/proxy-image.ts";
import { redisImage } from "./redis/redis-image.ts";
import { repositoryOf } from "./repository.ts";
import { versions } from "./version.ts";

/** The users that the servers run as: what the public image has, and what CloudNativePG's has. */
const postgresUsers = { postgres: 70, "postgres-cluster": 26 } as const;

/** Builds every image into an empty folder. */
export async function buildLayout(folder: string, say: (line: string) => void): Promise<ImageLayout> {
  const started = performance.now();
  const program = programLayer(await standInProgram(say));
  say("fetching the servers for the images: PostgreSQL, PgBouncer, Redis, nginx");
  const debian = await DebianRoot.fetched();
  const postgres = await postgresLayers(debian);
  const nginx = nginxLayer(debian);
  const layout = await ImageLayout.create(folder);
  for (const system of systems)
    for (const image of Object.keys(system.images))
      for (const version of versions) {
        const made = isSite(system, image)
          ? siteImage(nginx, system, image, version)
          : applicationImage(program, system, image, version);
        await layout.add(repositoryOf(system.images[image]?.repository ?? image), version, made);
      }
  // A drill of a 17 is made on the 16 that plays the provider's database, which lies in the same repository.
  const platform: Record<Exclude<PlatformImageName, "postgres-17">, ContainerImage> = {
    postgres: postgresImage(postgres, postgresUsers.postgres),
    "postgres-cluster": postgresImage(postgres, postgresUsers["postgres-cluster"]),
    backup: backupImage(postgres, await backupProgram(say)),
    pgbouncer: pgbouncerImage(await pgbouncerPackages(), debian),
    redis: redisImage(debian),
    "redis-exporter": redisExporterImage(program),
    "redis-proxy": proxyImage(debian),
    qdrant: vectorStoreImage(program),
    "otel-collector": collectorImage(program),
    node: nodeImage(debian),
  };
  for (const [name, image] of Object.entries(platform))
    await layout.add(repositoryOf(platformImages[name as PlatformImageName].repository), "v1", image);
  say(`built ${layout.images().length} images in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return layout;
}

/** Files behind a web server, and no program of the system's own. */
const isSite = ({ services }: System, image: string): boolean =>
  Object.values(services).some((service) => service.image === image && service.kind === "static-site");
