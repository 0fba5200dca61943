import { type Duration, seconds } from "./quantities/duration.ts";
import type { HttpService, StaticSite, Workload } from "./workload.ts";

/** A process that takes traffic. */
export type ServingWorkload = HttpService | StaticSite;

/** How much later than its service the gateway gives a request up, so that the service's own answer is what callers see. */
const gatewayMargin = seconds(10);

/** How long a pod that is going away still takes new connections: until every proxy has heard of it. */
export const endpointPropagation = seconds(5);

/** What a process may need to exit once its last request is answered. */
const exitAllowance = seconds(5);

/** A worker finishes what it holds; it takes no connections that would have to be turned away first. */
const workerStop = seconds(30);

/** The next instance of a singleton can only start when this one is gone, so it must be quick (CF-22). */
export const singletonStop = seconds(5);

/** Whether a process takes traffic, and so has to let it move elsewhere before it ends. */
export const takesTraffic = (service: Workload): service is ServingWorkload => "longestRequest" in service;

/** When the gateway gives a request up: after the longest that its service may take, and a margin (CF-36, SCL-15). */
export const gatewayTimeout = ({ longestRequest }: Pick<ServingWorkload, "longestRequest">): Duration =>
  longestRequest.plus(gatewayMargin);

/**
 * How long a process that is told to end may still answer what it has begun: the longer of its drain and of what the
 * gateway lets a request last, so that none which the gateway waits for is cut off (DEP-15, NET-13, CF-36).
 */
export function finishingTime(service: Pick<ServingWorkload, "drain" | "longestRequest">): Duration {
  const limit = gatewayTimeout(service);
  return service.drain.exceeds(limit) ? service.drain : limit;
}

/**
 * How long a pod may take to go. One that takes traffic: the pause until no new requests arrive, its finishing time, and
 * the exit. A worker gets 30 s, a singleton 5 s.
 */
export function gracePeriod(service: Workload): Duration {
  if (!takesTraffic(service)) return service.kind === "singleton" ? singletonStop : workerStop;
  return endpointPropagation.plus(finishingTime(service)).plus(exitAllowance);
}
