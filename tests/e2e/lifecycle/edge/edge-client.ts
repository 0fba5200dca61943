import type { GatewayAddress } from "../../controllers/traefik/traefik.ts";
import { ask, type AskOptions, type Question, type Reply } from "../support/ask.ts";
import type { Suite } from "../support/suite.ts";
import type { PublicEndpoint } from "./public-endpoints.ts";

/** A request from the internet. */
export interface EdgeQuestion extends Pick<
  Question,
  "method" | "headers" | "body" | "bodySize" | "newestTls"
> {
  readonly endpoint: PublicEndpoint;
  /** With its query, and as it is written. */
  readonly path: string;
  /** Asked by HTTP. @default by HTTPS */
  readonly plain?: boolean;
  /** The client's address. @default one that asks seldom */
  readonly client?: string;
  /** Whether it goes around the proxies that stand before the gateway, if there are any. @default false */
  readonly direct?: boolean;
  /** Which replica of the gateway it comes to. @default the first */
  readonly replica?: number;
}

const anyClient = "127.0.2.1";

/** Asks hostnames as clients on the internet do, through the gateway. */
export class EdgeClient {
  readonly replicas: number;
  readonly #suite: Suite;
  readonly #gateway: GatewayAddress;

  constructor(suite: Suite) {
    this.#suite = suite;
    this.#gateway = suite.gateway;
    this.replicas = suite.gateway.replicas.length;
  }

  ask(
    questions: readonly EdgeQuestion[],
    options: Omit<AskOptions, "authority"> = {},
  ): Promise<readonly Reply[]> {
    const worded = questions.map((question) => this.#worded(question));
    return ask(this.#suite, worded, { ...options, authority: this.#gateway.authority });
  }

  #worded({ endpoint, path, plain, client, direct, replica = 0, ...rest }: EdgeQuestion): Question {
    const entry = this.#gateway.replicas[replica];
    if (entry === undefined) throw new Error(`the gateway has no replica ${replica}`);
    const address = client ?? anyClient;
    const proxied = endpoint.service.public.proxies > 0 && !direct;
    return {
      ...rest,
      url: `${plain ? "http" : "https"}://${endpoint.host}${path}`,
      connect: plain ? entry.web : entry.websecure,
      from: proxied ? this.#gateway.trustedProxy : address,
      headers: { ...rest.headers, ...(proxied ? { "X-Forwarded-For": address } : {}) },
    };
  }
}
