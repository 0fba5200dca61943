import { exactly, selectorOf } from "../counter.ts";
import { requestDuration } from "../request-metrics.ts";
import { gatewayRequests, type MeasuredService } from "../service-level-indicators.ts";
import type { ServingService } from "./service-objectives.ts";

/** Whether anybody can tell what a service answers, and whether it answers at all, in PromQL. */
export interface Reachability {
  /** Answers while what counts its requests is asked. */
  readonly counted: string;
  /** Answers while no pod of it serves. What nobody can tell is not down. */
  readonly down: string;
  /** Answers once none has for three minutes: a busy pod leaves a question or two unanswered, and serves. */
  readonly outage: string;
  /** Answers while what counts its requests does not count them as it must. @default they always are */
  readonly miscounted?: string;
}

/**
 * A service is down when none of its pods is ready, as Kubernetes knows: the gateway answers by itself then, and counts that nowhere. A program
 * is down as well when Prometheus reaches none of its pods; the web server of a static site is not asked.
 */
export function reachabilityOf({ namespace, name }: MeasuredService, { kind }: ServingService): Reachability {
  const ready = selectorOf({
    metric: "kube_pod_status_ready",
    matchers: [
      `namespace="${namespace}"`,
      `condition="true"`,
      // A Deployment and a Rollout call their pods by two further words.
      `pod=~"${exactly(name)}-[0-9a-z]+-[0-9a-z]+"`,
    ],
  });
  if (kind === "static-site") {
    return {
      counted: `count(${gatewayRequests} offset 1m)`,
      down: `(sum(${ready}) or 0 * count(kube_pod_status_ready)) == 0`,
      outage: `(sum(max_over_time(${ready}[3m])) or 0 * count(kube_pod_status_ready)) == 0`,
      miscounted: `absent(${gatewayRequests})`,
    };
  }
  const program = programReachability({ namespace, name });
  return {
    ...program,
    down: `${program.down} or on () (sum(${ready}) == 0)`,
    outage: `${program.outage} or on () (sum(max_over_time(${ready}[3m])) == 0)`,
    miscounted: `count(${requestDuration}_count{namespace="${namespace}",job="${name}",status=""})`,
  };
}

/** The same of what a program does besides answering requests. */
export function programReachability({ namespace, name }: MeasuredService): Reachability {
  const up = selectorOf({ metric: "up", matchers: [`namespace="${namespace}"`, `job="${name}"`] });
  return {
    counted: `sum(${up} offset 1m == 1)`,
    down: `(sum(${up}) or vector(0)) == 0`,
    outage: `(sum(max_over_time(${up}[3m])) or vector(0)) == 0`,
  };
}
