import type { OutgoingHttpHeaders } from "node:http";
import { Agent, type RequestOptions } from "node:https";
import { KubeConfig } from "@kubernetes/client-node";
import { send } from "./api-request.ts";
import type { KubernetesObject, ObjectName } from "./kubernetes-object.ts";

/** What the API server answered, and what it warned of. */
export interface Answer<T> {
  readonly body: T;
  readonly warnings: readonly string[];
}

/** An answer that is no success, in the API server's own words. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** How an object is applied. */
export interface ApplyOptions {
  /** Who owns the fields. */
  readonly manager: string;
  /** Whether the API server only says what it would do. @default false */
  readonly dryRun?: boolean;
  /** Writes this part of the object only, for example `status`. */
  readonly subresource?: string;
}

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const APPLY = "application/apply-patch+yaml";

/** The API server that a kubeconfig leads to, for reading and for server-side apply. */
export class ApiServer {
  /** What the connection was made from, for watches. */
  readonly config: KubeConfig;
  readonly #server: string;
  readonly #agent: Agent;
  /** With a token where the user has one. */
  readonly #headers: OutgoingHttpHeaders;
  readonly #resources = new Map<string, Promise<readonly ApiResource[]>>();

  private constructor(config: KubeConfig, server: string, { headers, ...options }: RequestOptions) {
    this.config = config;
    this.#server = server;
    this.#agent = new Agent({ keepAlive: true, ca: options.ca, cert: options.cert, key: options.key });
    this.#headers = { ...(headers as OutgoingHttpHeaders | undefined) };
  }

  /** @param kubeconfig Path; its current context counts. */
  static async of(kubeconfig: string): Promise<ApiServer> {
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    const cluster = config.getCurrentCluster();
    if (cluster === null) throw new Error(`${kubeconfig} has no current context. Give it one.`);
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    return new ApiServer(config, cluster.server, options);
  }

  /** @returns The object, or `undefined` when there is none. */
  async read<T extends KubernetesObject>(object: ObjectName): Promise<T | undefined> {
    try {
      return (await this.call<T>("GET", await this.pathOf(object))).body;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Every object of a kind, in all namespaces. */
  async list<T extends KubernetesObject>(apiVersion: string, kind: string): Promise<readonly T[]> {
    const { items } = (await this.call<{ items: T[] }>("GET", await this.collectionOf(apiVersion, kind)))
      .body;
    return items.map((item) => ({ ...item, apiVersion, kind }));
  }

  /** Server-side apply. An unknown field is an error, and fields of other managers are taken over. */
  async apply(object: KubernetesObject, options: ApplyOptions): Promise<Answer<KubernetesObject>> {
    const { manager, dryRun, subresource } = options;
    const path = await this.pathOf(object);
    return this.call("PATCH", subresource === undefined ? path : `${path}/${subresource}`, {
      query: {
        fieldManager: manager,
        fieldValidation: "Strict",
        force: "true",
        ...(dryRun ? { dryRun: "All" } : {}),
      },
      contentType: APPLY,
      body: JSON.stringify(object),
    });
  }

  /** Deletes an object; one that is gone already is no error. */
  async remove(object: ObjectName): Promise<void> {
    try {
      await this.call("DELETE", await this.pathOf(object), { query: { propagationPolicy: "Background" } });
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
  }

  /** The path of a kind's objects in all namespaces, which is also the one to watch. */
  async collectionOf(apiVersion: string, kind: string): Promise<string> {
    return `${groupPath(apiVersion)}/${(await this.#resource(apiVersion, kind)).name}`;
  }

  async pathOf({ apiVersion, kind, metadata }: ObjectName): Promise<string> {
    const { name: plural, namespaced } = await this.#resource(apiVersion, kind);
    const scope = namespaced ? `/namespaces/${metadata.namespace ?? "default"}` : "";
    return `${groupPath(apiVersion)}${scope}/${plural}/${encodeURIComponent(metadata.name)}`;
  }

  /** Whether the API server serves a kind. */
  async serves(apiVersion: string, kind: string): Promise<boolean> {
    this.#resources.delete(apiVersion);
    return (await this.#resourcesOf(apiVersion)).some((resource) => resource.kind === kind);
  }

  /** One request. An answer other than 2xx is an {@link ApiError}. */
  async call<T>(
    method: "GET" | "PATCH" | "DELETE",
    path: string,
    sent: { query?: Readonly<Record<string, string>>; contentType?: string; body?: string } = {},
  ): Promise<Answer<T>> {
    const url = new URL(`${this.#server}${path}`);
    for (const [key, value] of Object.entries(sent.query ?? {})) url.searchParams.set(key, value);
    const headers = {
      ...this.#headers,
      accept: "application/json",
      ...(sent.contentType === undefined ? {} : { "content-type": sent.contentType }),
    };
    const { status, text, warnings } = await send(url, { agent: this.#agent, method, headers }, sent.body);
    const body = parsed(text);
    if (status >= 300) throw new ApiError(status, (body as { message?: string }).message ?? text);
    return { body: body as T, warnings };
  }

  async #resource(apiVersion: string, kind: string): Promise<ApiResource> {
    const found = (await this.#resourcesOf(apiVersion)).find((resource) => resource.kind === kind);
    if (found !== undefined) return found;
    // What was not served a moment ago may be now.
    this.#resources.delete(apiVersion);
    throw new ApiError(404, `The cluster serves no ${kind} of ${apiVersion}. Install its operator first.`);
  }

  #resourcesOf(apiVersion: string): Promise<readonly ApiResource[]> {
    const known = this.#resources.get(apiVersion);
    if (known !== undefined) return known;
    const asked = this.call<{ resources: ApiResource[] }>("GET", groupPath(apiVersion)).then(
      ({ body }) => body.resources.filter(({ name }) => !name.includes("/")),
      (error: unknown) => {
        this.#resources.delete(apiVersion);
        if (error instanceof ApiError && error.status === 404) return [];
        throw error;
      },
    );
    this.#resources.set(apiVersion, asked);
    return asked;
  }
}

function groupPath(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}
