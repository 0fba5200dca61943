import type { LifecycleHandler } from "kubernetes-types/core/v1.d.ts";
import { endpointPropagation, takesTraffic } from "../../model/time-limits.ts";
import type { Workload } from "../../model/workload.ts";

/**
 * What runs before SIGTERM: a pause in which traffic moves elsewhere, for processes that take traffic. It is the
 * kubelet's own sleep, which needs no shell in the image.
 */
export const stopHook = (service: Workload): LifecycleHandler | undefined =>
  takesTraffic(service) ? { sleep: { seconds: endpointPropagation.wholeSeconds } } : undefined;
