import { type Bytes, mebibytes } from "./quantities/bytes.ts";
import type { RateLimit } from "./rate-limit.ts";

/**
 * How far a host has come with HTTP Strict Transport Security. Browsers remember it for as long as it says, so each
 * stage is slower to undo than the one before (CF-35):
 * `trial` lasts five minutes; `host` a year, for the host alone; `subdomains` binds every name below the host;
 * `preload` also asks for a place in the browsers' own lists.
 */
export type HstsStage = "trial" | "host" | "subdomains" | "preload";

/** What a service shows to the internet, and on what terms. Its hostname is the environment's to give. */
export interface PublicEdge {
  /** `pages` for people to look at, or an `api` for programs: what headers its answers carry (NET-07, NET-08). */
  readonly answers: "pages" | "api";
  /** The stage outside of dev and staging, which stay at `trial` (CF-35). @default host */
  readonly hsts: HstsStage;
  /** Beginnings of paths that another service of the system answers on this host (NET-10). @default none */
  readonly routes: Readonly<Record<string, string>>;
  /** Paths that others call back on. Nothing is limited, held back or changed on them (NET-15). @default none */
  readonly webhooks: readonly string[];
  /** The health path that is watched from outside, which keeps it public (HLT-13). @default the live one */
  readonly uptime?: string;
  /**
   * The largest body of a request. To enforce one, the gateway holds requests and answers until they are whole, so a
   * service that streams declares `unlimited`. @default 1 MiB for an API, unlimited for pages
   */
  readonly largestBody: Bytes | "unlimited";
  /** By name, which is what an environment's configuration calls them. @default none */
  readonly rateLimits: Readonly<Record<string, RateLimit>>;
  /** Trusted proxies between clients and the gateway, such as a CDN. Each adds to `X-Forwarded-For`. @default 0 */
  readonly proxies: number;
}

/** Declares a {@link PublicEdge}. */
export const publicEdge = (given: Pick<PublicEdge, "answers"> & Partial<PublicEdge>): PublicEdge => ({
  hsts: "host",
  routes: {},
  webhooks: [],
  largestBody: given.answers === "api" ? mebibytes(1) : "unlimited",
  rateLimits: {},
  proxies: 0,
  ...given,
});
