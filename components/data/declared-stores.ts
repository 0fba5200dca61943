import { connectionsInDev } from "../../model/connections.ts";
import type { ImageReference } from "../../model/image-reference.ts";
import type { PlatformImageName } from "../../model/platform-image.ts";
import { cacheUsersSecretName } from "../secrets/cache-secrets.ts";
import { databasePasswordKey, databaseSecretName, vectorStoreSecret } from "../secrets/secret-references.ts";
import type { SystemContext } from "../system-context.ts";
import { replicatedCache, runsOwnCache } from "./platform-cache.ts";
import { postgresStore } from "./postgres-store.ts";
import { Postgres } from "./postgres.ts";
import { qdrantStore } from "./qdrant-store.ts";
import { redisStore } from "./redis-store.ts";
import { Redis } from "./redis.ts";
import type { Store } from "./store.ts";
import { VectorStore } from "./vector-store.ts";

/** A data store that this environment runs in the cluster. */
export interface DeclaredStore {
  readonly component: typeof Postgres | typeof Redis | typeof VectorStore;
  readonly store: Store;
  readonly image: ImageReference;
  /** Name of the Secret that it starts with. */
  readonly secret: string;
}

/** The data stores of a system that run in the cluster of this environment, each as one pod. */
export function declaredStores({
  environment,
  own,
}: Pick<SystemContext, "environment" | "own">): readonly DeclaredStore[] {
  const { database, cache, vectorStore } = own.system;
  const image = (name: PlatformImageName): ImageReference => environment.platformImages[name];
  const found: DeclaredStore[] = [];
  if (database && environment.name === "dev") {
    const secret = databaseSecretName(own, "owner");
    const store = postgresStore(database, connectionsInDev(own.system), {
      name: secret,
      key: databasePasswordKey,
    });
    found.push({ component: Postgres, store, image: image("postgres"), secret });
  }
  if (cache && runsOwnCache(environment.name, own.system) && !replicatedCache(own)) {
    const secret = cacheUsersSecretName(own);
    const store = redisStore(cache, secret);
    found.push({ component: Redis, store, image: image("redis"), secret });
  }
  if (vectorStore?.kind === "qdrant") {
    const key = vectorStoreSecret(own);
    const store = qdrantStore(vectorStore, key);
    found.push({ component: VectorStore, store, image: image("qdrant"), secret: key.name });
  }
  return found;
}
