import { CollectionWatch } from "./collection-watch.ts";
import type { Connection } from "./connection.ts";
import { collectionPath, type ResourcePath } from "./discovery.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";

export interface Subscription {
  /** Undefined until the first list is here. */
  objects(): readonly KubernetesObject[] | undefined;
  /** Why nothing new is known at the moment; undefined while the watch runs. */
  failure(): string | undefined;
  /** Ends the watch with its last subscriber. */
  close(): void;
}

/** One watch for each kind and namespace, however many resources wait there at the same time. */
export class WatchRegistry {
  readonly #connection: Connection;
  readonly #open = new Map<string, CollectionWatch>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Calls back whenever an object of that kind comes, changes or goes. */
  subscribe(resource: ResourcePath, namespace: string, onChange: () => void): Subscription {
    const key = collectionPath(resource, namespace);
    let watch = this.#open.get(key);
    if (watch === undefined) {
      watch = new CollectionWatch(this.#connection, resource, namespace);
      this.#open.set(key, watch);
      void watch.run();
    }
    const shared = watch;
    // Each subscriber has a function of its own, so that two may share what they pass.
    const listener = (): void => {
      onChange();
    };
    shared.listeners.add(listener);
    return {
      objects: () => shared.objects,
      failure: () => shared.failure,
      close: () => {
        shared.listeners.delete(listener);
        if (shared.listeners.size > 0) return;
        shared.stop();
        this.#open.delete(key);
      },
    };
  }
}
