import type { ApiServer } from "./api-server.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { type Watched, watchObjects } from "./watch.ts";

const GATHERING_MS = 200;

/**
 * Tells of all objects of a kind each time that one of them changes; of many changes at once, once. What goes wrong with
 * what is done about it is said, and the next change is told of all the same.
 */
export async function followObjects(
  api: ApiServer,
  watched: Watched,
  say: (line: string) => void,
  changed: (objects: readonly unknown[]) => Promise<void> | void,
): Promise<() => Promise<void>> {
  const objects = new Map<string, KubernetesObject>();
  let turn = Promise.resolve();
  let waiting: NodeJS.Timeout | undefined;
  const later = (): void => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      turn = turn
        .then(() => changed([...objects.values()]))
        .catch((error: unknown) => {
          say(`${watched.kind}: ${String(error)}`);
        });
    }, GATHERING_MS);
  };
  const keyOf = ({ namespace = "", name }: KubernetesObject["metadata"]): string => `${namespace}/${name}`;
  const stop = await watchObjects(
    api,
    watched,
    {
      changed: (object) => {
        objects.set(keyOf(object.metadata), object);
        later();
      },
      deleted: ({ metadata }) => {
        objects.delete(keyOf(metadata));
        later();
      },
    },
    say,
  );
  return async () => {
    clearTimeout(waiting);
    await stop();
    await turn;
  };
}
