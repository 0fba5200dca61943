import http from "node:http";
import https from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import type { KubeConfig } from "@kubernetes/client-node";
import { isObject, type Properties } from "../../protocol/property-value.ts";
import { ApiError, messageOf, UnreachableError } from "./api-error.ts";

export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: Properties | Properties[];
  readonly contentType?: string;
  readonly signal?: AbortSignal | undefined;
}

export interface ApiAnswer {
  readonly body: Properties;
  /** What the API server warns of in the header of its answer. */
  readonly warnings: readonly string[];
}

export interface Connection {
  readonly server: string;
  /** @throws ApiError when the API server refuses, UnreachableError when nobody answers. */
  request(request: ApiRequest): Promise<ApiAnswer>;
  /** The lines of an answer that does not end, such as a watch's. */
  lines(request: ApiRequest): AsyncGenerator<string>;
}

/** The content type of an object to apply. */
export const APPLY = "application/apply-patch+yaml";

const ANSWER_MILLISECONDS = 70_000;
// A watch has a bookmark about once a minute; a longer silence is a dead connection.
const SILENCE_MILLISECONDS = 150_000;
const MOST_ATTEMPTS = 5;

/** Talks to the kubeconfig's current cluster over connections that are kept. Nothing is sent before the first request. */
export function connectionTo(config: KubeConfig): Connection {
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Error("The kubeconfig names no current cluster.");
  const server = cluster.server.replace(/\/$/, "");
  let agent: http.Agent | undefined;

  const send = async (request: ApiRequest, timeout: number): Promise<http.IncomingMessage> => {
    const options: https.RequestOptions = {};
    // Credentials may be short-lived, so they are asked for each time; the library keeps them while they last.
    await config
      .applyToHTTPSOptions(options as Parameters<KubeConfig["applyToHTTPSOptions"]>[0])
      .catch((error: unknown) => {
        throw unusable(server, error);
      });
    agent ??= cluster.proxyUrl === undefined ? keptOpen(server, options) : (options.agent as http.Agent);
    const query = Object.entries(request.query ?? {}).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value] as [string, string]],
    );
    const url = new URL(
      `${server}${request.path}${query.length > 0 ? "?" : ""}${String(new URLSearchParams(query))}`,
    );
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const headers: http.OutgoingHttpHeaders = {
      ...(options.headers as http.OutgoingHttpHeaders | undefined),
      accept: "application/json",
      "user-agent": "slipway",
      ...(body === undefined
        ? {}
        : {
            "content-type": request.contentType ?? "application/json",
            "content-length": Buffer.byteLength(body),
          }),
    };
    return await exchange(
      url,
      { method: request.method, headers, agent, timeout, auth: options.auth, signal: request.signal },
      body,
      isRepeatable(request),
    ).catch((error: unknown) => {
      throw unreachable(server, error, request.signal);
    });
  };
  const answerOf = (response: http.IncomingMessage, request: ApiRequest): Promise<Properties> =>
    jsonOf(response).catch((error: unknown) => {
      throw unreachable(server, error, request.signal);
    });

  return {
    server,
    async request(request) {
      for (let attempt = 1; ; attempt += 1) {
        const response = await send(request, ANSWER_MILLISECONDS);
        const body = await answerOf(response, request);
        const code = response.statusCode ?? 0;
        if (code < 300) return { body, warnings: warningsIn(response.headers.warning) };
        // A busy server says when to come again.
        const after = Number(response.headers["retry-after"] ?? Number.NaN);
        if (Number.isNaN(after) || attempt === MOST_ATTEMPTS) throw new ApiError(code, body);
        await pause(Math.max(after, 1) * 1000, undefined, { signal: request.signal });
      }
    },
    async *lines(request) {
      const response = await send(request, SILENCE_MILLISECONDS);
      const code = response.statusCode ?? 0;
      if (code >= 300) throw new ApiError(code, await answerOf(response, request));
      try {
        response.setEncoding("utf8");
        let rest = "";
        for await (const chunk of response) {
          const lines = (rest + (chunk as string)).split("\n");
          rest = lines.pop() ?? "";
          yield* lines;
        }
      } catch (error) {
        throw unreachable(server, error, request.signal);
      } finally {
        response.destroy();
      }
    },
  };
}

function keptOpen(server: string, options: https.RequestOptions): http.Agent {
  if (server.startsWith("http:")) return new http.Agent({ keepAlive: true });
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
  const given = Object.entries({ ca, cert, key, pfx, passphrase, rejectUnauthorized, servername });
  return new https.Agent({
    keepAlive: true,
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
  });
}

function exchange(
  url: URL,
  options: https.RequestOptions,
  body: string | undefined,
  mayRepeat: boolean,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "http:" ? http : https).request(url, options, resolve);
    request.on("timeout", () => {
      request.destroy(new Error(`it said nothing for ${(options.timeout ?? 0) / 1000} s`));
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      // The server may close a kept connection just as it is used again.
      if (request.reusedSocket && error.code === "ECONNRESET" && mayRepeat) {
        exchange(url, options, body, false).then(resolve, reject);
      } else reject(error);
    });
    request.end(body);
  });
}

async function jsonOf(response: http.IncomingMessage): Promise<Properties> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  try {
    const value = JSON.parse(text) as Properties;
    return isObject(value) ? value : {};
  } catch {
    return { message: text.trim() };
  }
}

/** Whether sending it twice does no more than sending it once. Applying an object is made for that. */
export function isRepeatable({ method, contentType }: ApiRequest): boolean {
  return method === "PATCH" ? contentType === APPLY : method !== "POST";
}

function unusable(server: string, error: unknown): Error {
  return new Error(
    `the kubeconfig's credentials for the cluster at ${server} can't be had: ${messageOf(error).trim() || "its command failed"}. ` +
      "See that the user's files or command, which the kubeconfig names, work",
    { cause: error },
  );
}

function unreachable(server: string, error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true) return signal.reason;
  const { code } = error as NodeJS.ErrnoException;
  return new UnreachableError(
    `the cluster at ${server} can't be reached: ${messageOf(error) || (code ?? "no answer")}. ` +
      "See that it runs and that the kubeconfig is the right one",
  );
}

const WARNING = /299 \S+ "((?:[^"\\]|\\.)*)"/g;

/** `299 - "text"`, several of them behind commas; other codes are a proxy's. */
export function warningsIn(header: string | string[] | undefined): string[] {
  const text = Array.isArray(header) ? header.join(", ") : (header ?? "");
  return [...text.matchAll(WARNING)].map(([, quoted = ""]) => quoted.replaceAll(/\\(.)/g, "$1"));
}
