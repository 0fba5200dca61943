import type { LifecycleHandler } from "kubernetes-types/core/v1.d.ts";
import { type Duration, seconds } from "../../model/quantities/duration.ts";
import type { Workload } from "../../model/workload.ts";

/** How long a pod that is going away still takes new connections: until every proxy has heard of it. */
const endpointPropagation = seconds(5);

/** What a process may need to exit once its last request is answered. */
const exitAllowance = seconds(5);

/** A worker finishes what it holds; it takes no connections that would have to be turned away first. */
const workerStop = seconds(30);

/** The next instance of a singleton can only start when this one is gone, so it must be quick (CF-22). */
const singletonStop = seconds(5);

/** What runs before SIGTERM: a pause in which traffic moves elsewhere, for processes that take traffic. */
export const stopHook = (service: Workload): LifecycleHandler | undefined =>
  "drain" in service ? { sleep: { seconds: endpointPropagation.wholeSeconds } } : undefined;

/** How long a pod may take to go: the pause, the drain, and the exit (DEP-15, CF-36). */
export function gracePeriod(service: Workload): Duration {
  if ("drain" in service) return endpointPropagation.plus(service.drain).plus(exitAllowance);
  return service.kind === "singleton" ? singletonStop : workerStop;
}
