import { isNotFound, NoSuchKindError } from "./api-error.ts";
import type { Connection } from "./connection.ts";
import { listAt, textAt } from "./kubernetes-object.ts";

/** Where the API server keeps the objects of a kind. */
export interface ResourcePath {
  readonly apiVersion: string;
  readonly kind: string;
  /** `/api/v1` or `/apis/<group>/<version>`. */
  readonly root: string;
  readonly plural: string;
  readonly isNamespaced: boolean;
}

/** Asks the API server once for each group and version which kinds it has. */
export class Discovery {
  readonly #connection: Connection;
  readonly #known = new Map<string, Promise<ResourcePath[]>>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @throws NoSuchKindError; the next question about the same group asks the API server again. */
  async resourceFor(apiVersion: string, kind: string): Promise<ResourcePath> {
    let kinds = this.#known.get(apiVersion);
    if (kinds === undefined) {
      kinds = this.#kindsOf(apiVersion);
      this.#known.set(apiVersion, kinds);
    }
    let found: ResourcePath | undefined;
    try {
      found = (await kinds).find((resource) => resource.kind === kind);
    } catch (error) {
      this.#known.delete(apiVersion);
      throw error;
    }
    if (found === undefined) {
      // It may come with a CustomResourceDefinition that is being made just now.
      this.#known.delete(apiVersion);
      throw new NoSuchKindError(apiVersion, kind);
    }
    return found;
  }

  async #kindsOf(apiVersion: string): Promise<ResourcePath[]> {
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    try {
      const { body } = await this.#connection.request({ method: "GET", path: root });
      return listAt(body, "resources")
        .map((resource) => ({
          apiVersion,
          root,
          kind: textAt(resource, "kind"),
          plural: textAt(resource, "name"),
          isNamespaced: resource["namespaced"] === true,
        }))
        .filter(({ plural }) => !plural.includes("/"));
    } catch (error) {
      if (isNotFound(error)) return [];
      throw error;
    }
  }
}

/** The path of a kind's objects, in one namespace or in the whole cluster. */
export function collectionPath({ root, plural, isNamespaced }: ResourcePath, namespace: string): string {
  const place = isNamespaced && namespace !== "" ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  return `${root}${place}/${plural}`;
}
