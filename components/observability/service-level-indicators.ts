import { metricsPath } from "../../model/metrics-endpoint.ts";
import type { Latency } from "../../model/objective.ts";
import type { Duration } from "../../model/quantities/duration.ts";
import type { HttpService } from "../../model/workload.ts";
import { type Counter, exactly, where } from "./counter.ts";
import { requestDuration } from "./request-metrics.ts";

/** What share of requests was good, by counters: of all, and of the bad ones or the good ones. */
export type Indicator =
  { readonly total: Counter; readonly bad: Counter } | { readonly total: Counter; readonly good: Counter };

/** A service in a namespace, as its series are labelled. */
export interface MeasuredService {
  readonly namespace: string;
  readonly name: string;
}

/** Its own account of the requests it answered. Probes and scrapes would water every share down, so they are left out. */
export function answeredRequests(
  { namespace, name }: MeasuredService,
  { health }: Pick<HttpService, "health">,
): Counter {
  const asked = [
    metricsPath,
    health.live,
    health.ready,
    ...(health.detailed === undefined ? [] : [health.detailed]),
  ];
  return {
    metric: `${requestDuration}_count`,
    matchers: [
      `namespace="${namespace}"`,
      `job="${name}"`,
      `path!~"${[...new Set(asked)].map(exactly).join("|")}"`,
    ],
    labels: ["method", "path", "status"],
    targets: [`namespace="${namespace}"`, `job="${name}"`],
  };
}

/** The requests that were not answered with a failure of the server. */
export const availabilityOf = (requests: Counter): { readonly total: Counter; readonly bad: Counter } => ({
  total: requests,
  bad: where(requests, `status=~"5.."`),
});

/** The requests, of the objective's route if it names one, that were answered within its bound. */
export function latencyOf(
  requests: Counter,
  { within, path, histogram }: Pick<Latency, "within" | "path" | "histogram">,
): Indicator {
  const total = path === undefined ? requests : where(requests, `path="${path}"`);
  if (histogram === "native") {
    const native = { ...total, metric: requestDuration };
    return {
      total: { ...native, observations: "all" },
      good: { ...native, observations: { atMost: within } },
    };
  }
  return {
    total,
    good: { ...where(total, boundMatcher(within)), metric: `${requestDuration}_bucket` },
  };
}

/** What picks out the bucket of a bound. Libraries write a whole one as `2` or as `2.0`. */
export function boundMatcher(bound: Duration): string {
  const seconds = bound.milliseconds / 1000;
  return Number.isInteger(seconds) ? `le=~"${seconds}([.]0)?"` : `le="${seconds}"`;
}

/** What Traefik counts of what Services answered. */
export const gatewayRequests = "traefik_service_requests_total";

/**
 * The gateway's account of what Services behind it answered, for a static site, whose web server counts nothing. Traefik
 * names what it sends to by namespace, Service and port.
 */
export const forwardedRequests = (namespace: string, ...services: readonly string[]): Counter => ({
  metric: gatewayRequests,
  matchers: [
    `service=~"${services.map((name) => `${exactly(`${namespace}-${name}`)}-[0-9a-z]+@kubernetescrd`).join("|")}"`,
  ],
  labels: ["service", "code", "method", "protocol"],
  targets: [],
});

/** The requests that the gateway did not have to answer with a failure. */
export const gatewayAvailabilityOf = (requests: Counter): Indicator => ({
  total: requests,
  bad: where(requests, `code=~"5.."`),
});
