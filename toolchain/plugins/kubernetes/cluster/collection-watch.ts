import { setTimeout as pause } from "node:timers/promises";
import { ApiError, isExpired, isNotFound, messageOf } from "./api-error.ts";
import type { Connection } from "./connection.ts";
import { collectionPath, type ResourcePath } from "./discovery.ts";
import { listAt, textAt, type KubernetesObject } from "./kubernetes-object.ts";

const RETRY_MILLISECONDS = 1000;
// The API server ends a watch by itself after some minutes; a silent connection is noticed by then as well.
const WATCH_SECONDS = 300;

interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: KubernetesObject;
}

/** Keeps up with all objects of one kind in one place: lists them, then follows their changes, until stopped. */
export class CollectionWatch {
  readonly #connection: Connection;
  readonly #resource: ResourcePath;
  readonly #path: string;
  readonly #stopping = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #objects = new Map<string, KubernetesObject>();
  #isListed = false;
  #failure: string | undefined;

  constructor(connection: Connection, resource: ResourcePath, namespace: string) {
    this.#connection = connection;
    this.#resource = resource;
    this.#path = collectionPath(resource, namespace);
  }

  /** Undefined until the first list is here. */
  get objects(): readonly KubernetesObject[] | undefined {
    return this.#isListed ? [...this.#objects.values()] : undefined;
  }

  /** Why nothing new is known at the moment; undefined while the watch runs. */
  get failure(): string | undefined {
    return this.#failure;
  }

  get listeners(): Set<() => void> {
    return this.#listeners;
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Runs until stopped. A lost connection is taken up again; what was missed comes with the next list. */
  async run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        let version = await this.#list();
        for (;;) {
          const reached = await this.#follow(version);
          // A server that ends every watch at once is not asked again at once.
          if (reached === version) await pause(RETRY_MILLISECONDS, undefined, { signal });
          version = reached;
        }
      } catch (error) {
        // The kind went with its CustomResourceDefinition, and its objects with it.
        if (isNotFound(error)) this.#empty();
        else if (!isExpired(error))
          this.#failure = `${this.#resource.plural} can't be watched: ${messageOf(error)}`;
        // The loop ends here when it is told to stop, too.
        if (!isExpired(error)) await pause(RETRY_MILLISECONDS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #list(): Promise<string> {
    const { body } = await this.#connection.request({
      method: "GET",
      path: this.#path,
      signal: this.#stopping.signal,
    });
    this.#objects.clear();
    for (const item of listAt(body, "items")) {
      // In a list only the list itself says what its items are.
      this.#keep({ apiVersion: this.#resource.apiVersion, kind: this.#resource.kind, ...item });
    }
    this.#isListed = true;
    this.#failure = undefined;
    this.#tell();
    return textAt(body, "metadata.resourceVersion");
  }

  async #follow(resourceVersion: string): Promise<string> {
    let version = resourceVersion;
    const lines = this.#connection.lines({
      method: "GET",
      path: this.#path,
      query: {
        watch: "true",
        allowWatchBookmarks: "true",
        resourceVersion,
        timeoutSeconds: String(WATCH_SECONDS),
      },
      signal: this.#stopping.signal,
    });
    for await (const line of lines) {
      const { type, object } = JSON.parse(line) as WatchEvent;
      if (type === "ERROR") throw new ApiError(Number(object["code"] ?? 500), object);
      version = textAt(object, "metadata.resourceVersion");
      if (type === "BOOKMARK") continue;
      if (type === "DELETED") this.#objects.delete(textAt(object, "metadata.uid"));
      else this.#keep(object);
      this.#tell();
    }
    return version;
  }

  #empty(): void {
    this.#objects.clear();
    this.#isListed = true;
    this.#failure = undefined;
    this.#tell();
  }

  #keep(object: KubernetesObject): void {
    this.#objects.set(textAt(object, "metadata.uid"), object);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
