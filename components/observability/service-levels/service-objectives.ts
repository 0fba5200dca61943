import type { Availability, Latency, Objective } from "../../../model/objective.ts";
import type { HttpService, StaticSite } from "../../../model/workload.ts";
import { newReleaseService } from "../../releases/rollout-services.ts";
import type { Counter } from "../counter.ts";
import {
  answeredRequests,
  availabilityOf,
  forwardedRequests,
  gatewayAvailabilityOf,
  type Indicator,
  latencyOf,
  type MeasuredService,
} from "../service-level-indicators.ts";

/** A service that answers requests, be it a program or files. */
export type ServingService = HttpService | StaticSite;

/** An objective on requests of a system as one of its services is held to it. */
export interface ServiceObjective {
  readonly objective: Availability | Latency;
  readonly indicator: Indicator;
}

/**
 * Where a service's requests are counted: by itself, or by the gateway for a site that counts nothing, there whatever release of it they were
 * sent to.
 */
export const requestsOf = (measured: MeasuredService, service: ServingService): Counter =>
  service.kind === "static-site"
    ? forwardedRequests(
        measured.namespace,
        measured.name,
        newReleaseService(measured.name, { kind: "canary" }),
      )
    : answeredRequests(measured, service);

/**
 * The objectives of a system on the requests of a service, over `requests` of it. What the gateway counts for a static site
 * tells no time, so of those the latency is nobody's to hold.
 */
export const serviceObjectives = (
  objectives: readonly Objective[],
  name: string,
  service: ServingService,
  requests: Counter,
): ServiceObjective[] =>
  objectives.flatMap((objective): ServiceObjective[] => {
    if (objective.kind === "availability") {
      const indicatorOf = service.kind === "static-site" ? gatewayAvailabilityOf : availabilityOf;
      return [{ objective, indicator: indicatorOf(requests) }];
    }
    return objective.kind === "latency" &&
      !objective.measured &&
      service.kind === "http-service" &&
      objective.services.includes(name)
      ? [{ objective, indicator: latencyOf(requests, objective) }]
      : [];
  });
