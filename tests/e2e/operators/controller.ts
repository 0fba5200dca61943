import type { ApiServer } from "./api-server.ts";
import { KeyedQueue } from "./keyed-queue.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { type Watched, watchObjects } from "./watch.ts";

/** What one played operator does. */
export interface Controller<T extends KubernetesObject> {
  readonly watched: Watched;
  /** Makes the cluster be as the object says. Done again when it throws, later each time. */
  readonly reconcile: (object: T) => Promise<void>;
  /** Objects whose changes matter too, and whose they are: a name in the same namespace. */
  readonly related?: readonly (Watched & {
    readonly ownerOf: (object: KubernetesObject) => string | undefined;
  })[];
}

/** Operators look at all they have from time to time, whatever they were told. */
const LOOK_AGAIN_MS = 60_000;

/** Runs a controller until it is stopped. Each object is reconciled by one at a time, and always as it is now. */
export async function runController<T extends KubernetesObject>(
  api: ApiServer,
  { watched, reconcile, related = [] }: Controller<T>,
  say: (line: string) => void,
): Promise<() => Promise<void>> {
  const stop = new AbortController();
  const queue = new KeyedQueue(
    async (key) => {
      const object = objects.get(key);
      if (object !== undefined) await reconcile(object);
    },
    stop.signal,
    (key, error) => {
      say(`${watched.kind} ${key}: ${error instanceof Error ? error.message : String(error)}`);
    },
  );
  const objects = new Map<string, T>();
  const ends = await Promise.all([
    watchObjects<T>(
      api,
      watched,
      {
        changed: (object) => {
          objects.set(keyOf(object.metadata.namespace, object.metadata.name), object);
          queue.add(keyOf(object.metadata.namespace, object.metadata.name));
        },
        deleted: ({ metadata }) => objects.delete(keyOf(metadata.namespace, metadata.name)),
      },
      say,
    ),
    ...related.map(({ ownerOf, ...kind }) => {
      const told = (object: KubernetesObject): void => {
        const owner = ownerOf(object);
        if (owner !== undefined) queue.add(keyOf(object.metadata.namespace, owner));
      };
      return watchObjects(api, kind, { changed: told, deleted: told }, say);
    }),
  ]);
  const looking = setInterval(() => {
    for (const key of objects.keys()) queue.add(key);
  }, LOOK_AGAIN_MS);
  return async () => {
    clearInterval(looking);
    stop.abort();
    await Promise.all(ends.map((end) => end()));
    await queue.idle();
  };
}

const keyOf = (namespace: string | undefined, name: string): string => `${namespace ?? ""}/${name}`;
