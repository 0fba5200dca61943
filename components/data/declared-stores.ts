import type { ImageReference } from "../../model/image-reference.ts";
import type { PlatformImageName } from "../../model/platform-image.ts";
import { databasePasswordKey } from "../secrets/generated-secrets.ts";
import { cacheKeys, cacheSecretName, databaseSecretName } from "../secrets/secret-references.ts";
import type { SystemContext } from "../system-context.ts";
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
  readonly secret: string | undefined;
}

/** The data stores of a system that run in the cluster of this environment. */
export function declaredStores({ environment, own }: SystemContext): readonly DeclaredStore[] {
  const { database, cache, vectorStore } = own.system;
  const image = (name: PlatformImageName): ImageReference => environment.platformImages[name];
  const found: DeclaredStore[] = [];
  if (database && environment.name === "dev") {
    const secret = databaseSecretName(own);
    const store = postgresStore(database, { name: secret, key: databasePasswordKey });
    found.push({ component: Postgres, store, image: image("postgres"), secret });
  }
  if (cache) {
    const secret = cacheSecretName(own);
    const store = redisStore(cache, { name: secret, key: cacheKeys.password });
    found.push({ component: Redis, store, image: image("redis"), secret });
  }
  if (vectorStore?.kind === "qdrant") {
    found.push({
      component: VectorStore,
      store: qdrantStore(vectorStore),
      image: image("qdrant"),
      secret: undefined,
    });
  }
  return found;
}
