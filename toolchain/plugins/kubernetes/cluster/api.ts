import type { Properties } from "../../protocol/property-value.ts";
import { APPLY, type ApiAnswer, type ApiRequest, type Connection } from "./connection.ts";
import { collectionPath, Discovery, type ResourcePath } from "./discovery.ts";
import { listAt, referenceTo, type KubernetesObject, type ObjectReference } from "./kubernetes-object.ts";

export interface ApplyOptions {
  readonly fieldManager: string;
  /** Takes fields over from other managers instead of answering with a conflict. */
  readonly force: boolean;
}

const JSON_PATCH = "application/json-patch+json";
// Unknown fields come back as warnings, as with the vendor's plugin.
const fieldValidation = "Warn";

/** The API server's operations on single objects. */
export class KubernetesApi {
  readonly connection: Connection;
  readonly discovery: Discovery;

  constructor(connection: Connection) {
    this.connection = connection;
    this.discovery = new Discovery(connection);
  }

  async get(reference: ObjectReference): Promise<KubernetesObject> {
    return (await this.#onObject(reference, { method: "GET" })).body;
  }

  /** All objects of a kind in a namespace, or in the whole cluster where it is empty. */
  async list(
    kind: Pick<ObjectReference, "apiVersion" | "kind">,
    namespace: string,
  ): Promise<KubernetesObject[]> {
    const resource = await this.discovery.resourceFor(kind.apiVersion, kind.kind);
    const path = collectionPath(resource, namespace);
    const { body } = await this.connection.request({ method: "GET", path });
    return listAt(body, "items").map((item) => ({ apiVersion: kind.apiVersion, kind: kind.kind, ...item }));
  }

  async create(object: KubernetesObject, fieldManager: string): Promise<ApiAnswer> {
    const reference = referenceTo(object);
    const resource = await this.#resourceOf(reference);
    const path = collectionPath(resource, namespaceOf(resource, reference));
    return this.connection.request({
      method: "POST",
      path,
      query: { fieldManager, fieldValidation },
      body: object,
    });
  }

  apply(object: KubernetesObject, { fieldManager, force }: ApplyOptions): Promise<ApiAnswer> {
    return this.#onObject(referenceTo(object), {
      method: "PATCH",
      contentType: APPLY,
      query: { fieldManager, force: String(force), fieldValidation },
      body: object,
    });
  }

  replace(object: KubernetesObject, fieldManager: string): Promise<ApiAnswer> {
    return this.#onObject(referenceTo(object), {
      method: "PUT",
      query: { fieldManager, fieldValidation },
      body: object,
    });
  }

  async patch(reference: ObjectReference, operations: Properties[]): Promise<KubernetesObject> {
    const request = { method: "PATCH", contentType: JSON_PATCH, body: operations } as const;
    return (await this.#onObject(reference, request)).body;
  }

  /** @throws ApiError, a conflict where the object of that name has another UID than the given one, if one is given. */
  async delete(reference: ObjectReference, propagationPolicy: string, uid: string): Promise<void> {
    const preconditions = uid === "" ? {} : { preconditions: { uid } };
    await this.#onObject(reference, {
      method: "DELETE",
      body: { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy, ...preconditions },
    });
  }

  /** Warnings of the namespace's events, newest last. */
  async warningEvents(namespace: string): Promise<KubernetesObject[]> {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`;
    const { body } = await this.connection.request({
      method: "GET",
      path,
      query: { fieldSelector: "type=Warning" },
    });
    return listAt(body, "items");
  }

  async #onObject(reference: ObjectReference, request: Omit<ApiRequest, "path">): Promise<ApiAnswer> {
    const resource = await this.#resourceOf(reference);
    const collection = collectionPath(resource, namespaceOf(resource, reference));
    return this.connection.request({
      ...request,
      path: `${collection}/${encodeURIComponent(reference.name)}`,
    });
  }

  #resourceOf({ apiVersion, kind }: ObjectReference): Promise<ResourcePath> {
    return this.discovery.resourceFor(apiVersion, kind);
  }
}

/** An object without a namespace is in "default" where its kind lives in namespaces. */
function namespaceOf({ isNamespaced }: ResourcePath, { namespace }: ObjectReference): string {
  return isNamespaced && namespace === "" ? "default" : namespace;
}
