import { type OutgoingHttpHeaders, request as requestHttp } from "node:http";
import { request as requestHttps, type RequestOptions } from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";
import { type MonitoringService, proxyPath } from "../../components/observability/monitoring-service.ts";
import { type Duration, seconds } from "../../model/quantities/duration.ts";
import { UsageError } from "../../toolchain/engine/requirements.ts";
import { localAddress, type MonitoringServer, prometheusServer } from "./monitoring-server.ts";

/** What a server answered, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A server that is only ever read from. */
export interface Readable {
  /** Where it is, for people. It holds no password. */
  readonly place: string;
  /** @throws Error when there is no answer in time. */
  get(path: string): Promise<Answer>;
}

/** One that takes something as well. */
export interface Server extends Readable {
  /** @throws Error when there is no answer in time. */
  post(path: string, body: string): Promise<Answer>;
}

/** How long a server may take to answer. Prometheus itself gives a query up after two minutes. */
const patience: Duration = seconds(20);

/** @throws UsageError when it is no address. */
export function atAddress(address: string, server: MonitoringServer = prometheusServer): Server {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`${server.variable} is no address. Write it as "${localAddress(server)}".`);
  return serverAt(placeOf(url), url, {});
}

/** A Service of the cluster's monitoring, through the API server: whoever asks needs `get` on it, who gives it something `create`, and no port is opened. */
export async function throughCluster(config: KubeConfig, service: MonitoringService): Promise<Server> {
  const cluster = config.getCurrentCluster();
  if (cluster === null)
    throw new UsageError("The kubeconfig has no current context, so there is no cluster to ask. Choose one.");
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  const url = new URL(cluster.server);
  return serverAt(`${service.name} through ${placeOf(url)}`, below(url, proxyPath(service)), options);
}

const serverAt = (place: string, url: URL, options: RequestOptions): Server => ({
  place,
  get: (path) => ask(below(url, path), options),
  post: (path, body) => ask(below(url, path), options, body),
});

/** Without the name and the password that may stand in it. */
const placeOf = ({ origin, pathname }: URL): string => `${origin}${pathname}`.replace(/\/$/, "");

/** What lies below an address. */
function below(url: URL, path: string): URL {
  const inner = new URL(url);
  const [pathname = "", search = ""] = path.split("?", 2);
  inner.pathname = inner.pathname.replace(/\/$/, "") + pathname;
  inner.search = search;
  return inner;
}

/**
 * One request: of what is there, or with something to take.
 * @throws Error when there is no answer in time.
 */
function ask(url: URL, options: RequestOptions, body?: string): Promise<Answer> {
  const request = url.protocol === "http:" ? requestHttp : requestHttps;
  const signal = AbortSignal.timeout(patience.milliseconds);
  return new Promise<Answer>((resolve, reject) => {
    const asked = request(url, { ...options, ...sending(options, body), signal }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
      });
    });
    asked.on("error", (error) => {
      reject(signal.aborted ? new Error(`no answer within ${patience}`) : error);
    });
    asked.end(body);
  });
}

const sending = ({ headers }: RequestOptions, body: string | undefined): RequestOptions =>
  body === undefined
    ? { method: "GET" }
    : {
        method: "POST",
        headers: { ...(headers as OutgoingHttpHeaders | undefined), "content-type": "application/json" },
      };
