import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";

/** A setting's answer: its document, or S3's code of an error with the status that goes with it. */
export type PlayedAnswer = string | { readonly code: string; readonly status: number };

/** A service that answers for settings of buckets with documents in the form of S3's API, and knows nothing else. */
export interface PlayedObjectStore {
  readonly url: string;
  /** What it was asked, as `GET /bucket?lifecycle`, in order. */
  readonly asked: readonly string[];
  /** The headers of the last request. */
  headers(): IncomingMessage["headers"];
  stop(): Promise<void>;
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

export const versioningSet = (status?: "Enabled" | "Suspended"): string =>
  status === undefined
    ? `${declaration}<VersioningConfiguration${namespace}/>`
    : `${declaration}<VersioningConfiguration${namespace}><Status>${status}</Status></VersioningConfiguration>`;

/** @param rules What stands between the tags of each rule. */
export const lifecycleSet = (...rules: readonly string[]): string =>
  `${declaration}<LifecycleConfiguration${namespace}>${rules.map((rule) => `<Rule>${rule}</Rule>`).join("\n  ")}</LifecycleConfiguration>`;

export const lockSet = (kept: string): string =>
  `${declaration}<ObjectLockConfiguration${namespace}><ObjectLockEnabled>Enabled</ObjectLockEnabled>${kept}</ObjectLockConfiguration>`;

export const noLifecycle = { code: "NoSuchLifecycleConfiguration", status: 404 } as const;
export const noLock = { code: "ObjectLockConfigurationNotFoundError", status: 404 } as const;

const errorDocument = (code: string): string =>
  `${declaration}<Error><Code>${code}</Code><Message>played</Message><AWSAccessKeyId>not-to-be-shown</AWSAccessKeyId></Error>`;

/**
 * Starts one on a loopback address.
 * @param answers By bucket and setting.
 * @param tls PEM of its certificate and key. @default it speaks plain HTTP
 */
export async function playObjectStore(
  answers: Readonly<Record<string, Readonly<Record<string, PlayedAnswer>>>>,
  tls?: { readonly cert: string; readonly key: string },
): Promise<PlayedObjectStore> {
  const asked: string[] = [];
  let last: IncomingMessage["headers"] = {};
  const answer: RequestListener = (request, response) => {
    asked.push(`${request.method ?? ""} ${request.url ?? ""}`);
    last = request.headers;
    const { pathname, search } = new URL(request.url ?? "", "http://store");
    const given = answers[pathname.slice(1)]?.[search.slice(1)] ?? { code: "NoSuchBucket", status: 404 };
    if (typeof given === "string") response.end(given);
    else response.writeHead(given.status).end(errorDocument(given.code));
  };
  const server = tls ? createSecureServer(tls, answer) : createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    asked,
    headers: () => last,
    async stop() {
      server.close();
      await once(server, "close");
    },
  };
}
