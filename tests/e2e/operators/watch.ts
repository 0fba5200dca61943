import { setTimeout as sleep } from "node:timers/promises";
import { type KubernetesListObject, makeInformer } from "@kubernetes/client-node";
import type { ApiServer } from "./api-server.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";

/** Which objects are watched. */
export interface Watched {
  readonly apiVersion: string;
  readonly kind: string;
  /** @default all */
  readonly labelSelector?: string;
}

const AGAIN_AFTER_MS = 1_000;

/**
 * Tells of every object that is there, and of every change, until it is stopped. Where the API server goes away, it
 * asks again each second.
 */
export async function watchObjects<T extends KubernetesObject>(
  api: ApiServer,
  { apiVersion, kind, labelSelector }: Watched,
  told: { readonly changed: (object: T) => void; readonly deleted?: (object: T) => void },
  say: (line: string) => void,
): Promise<() => Promise<void>> {
  const path = await api.collectionOf(apiVersion, kind);
  const list = async (): Promise<KubernetesListObject<Mutable>> =>
    (
      await api.call<KubernetesListObject<Mutable>>("GET", path, {
        query: labelSelector === undefined ? {} : { labelSelector },
      })
    ).body;
  const informer = makeInformer(api.config, path, list, labelSelector);
  // In a list the objects themselves don't say what they are.
  const whole = (object: Mutable): T => ({ ...object, apiVersion, kind }) as unknown as T;
  const changed = (object: Mutable): void => {
    told.changed(whole(object));
  };
  const stop = new AbortController();
  const again = async (error: unknown): Promise<void> => {
    if (stop.signal.aborted) return;
    say(`The watch of ${kind} ended and begins again: ${String(error)}`);
    for (;;) {
      await sleep(AGAIN_AFTER_MS, undefined, { signal: stop.signal });
      try {
        await informer.start();
        return;
      } catch (failure) {
        say(`The watch of ${kind} could not begin again: ${String(failure)}`);
      }
    }
  };
  informer.on("add", changed);
  informer.on("update", changed);
  informer.on("delete", (object) => told.deleted?.(whole(object)));
  informer.on("error", (error) => {
    // Only the end of the wait is lost where it was stopped meanwhile.
    again(error).catch(() => undefined);
  });
  await informer.start();
  return async () => {
    stop.abort();
    await informer.stop();
  };
}

/** An object as the library types it. */
interface Mutable {
  apiVersion?: string;
  kind?: string;
  metadata?: { name?: string; namespace?: string };
}
