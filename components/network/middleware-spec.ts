import type { Bytes } from "../../model/quantities/bytes.ts";
import type { RateLimit } from "../../model/rate-limit.ts";

/** The parts of a `Middleware`'s specification (`traefik.io/v1alpha1`) that Slipway writes. */
export type MiddlewareSpec =
  | { readonly ipAllowList: { readonly sourceRange: readonly string[]; readonly rejectStatusCode: number } }
  | { readonly buffering: { readonly maxRequestBodyBytes: number } }
  | { readonly rateLimit: RateLimitSpec };

interface RateLimitSpec {
  readonly average: number;
  readonly period: string;
  readonly burst: number;
  readonly sourceCriterion: { readonly ipStrategy: { readonly depth?: number; readonly ipv6Subnet: number } };
  readonly redis: {
    readonly endpoints: readonly string[];
    readonly secret: string;
    readonly poolSize: number;
    readonly dialTimeout: string;
    readonly readTimeout: string;
    readonly writeTimeout: string;
  };
}

/** The middleware that keeps paths off the internet; one a system. */
export const notFoundMiddleware = "not-found";

/** The middleware that bounds the bodies of a service's requests. */
export const bodyMiddleware = (service: string): string => `${service}-body`;

/** The middleware of one rate limit, whose name no other of the system has. */
export const rateLimitMiddleware = (limit: string): string => `rate-limit-${limit}`;

/** Answers 404 to everybody: the gateway has no answer of its own to give, and no client has the broadcast address. */
export const notFoundSpec = (): MiddlewareSpec => ({
  ipAllowList: { sourceRange: ["255.255.255.255/32"], rejectStatusCode: 404 },
});

/** Answers 413 to a body that is larger. Answers are held whole as well, which this can't do without. */
export const bodySpec = (largest: Bytes): MiddlewareSpec => ({
  buffering: { maxRequestBodyBytes: largest.count },
});

/** Where a rate limit counts, and whom it takes for one client. */
export interface RateLimitPlace {
  /** `<host>:<port>` of the cache, as it is reached from the gateway's namespace. */
  readonly endpoint: string;
  /** Name of the Secret with the cache's user and password. */
  readonly secret: string;
  /** Trusted proxies in front of the gateway. */
  readonly proxies: number;
}

/**
 * Answers 429 to a client that has used up its requests and not waited for the next (NET-09): all at once if it likes,
 * and then one each `per / requests`. Without its cache it answers 500.
 */
export const rateLimitSpec = (
  { requests, per }: RateLimit,
  { endpoint, secret, proxies }: RateLimitPlace,
): MiddlewareSpec => ({
  rateLimit: {
    average: requests,
    period: `${per.wholeSeconds}s`,
    burst: requests,
    // One household has a whole /64, and would have as many counts as addresses.
    sourceCriterion: { ipStrategy: { ...(proxies > 0 ? { depth: proxies } : {}), ipv6Subnet: 64 } },
    redis: {
      endpoints: [endpoint],
      secret,
      // Each rule that counts has connections of its own, in each replica of the gateway.
      poolSize: 8,
      dialTimeout: "1s",
      readTimeout: "1s",
      writeTimeout: "1s",
    },
  },
});
