import { gatewayTimeout } from "../../../../model/time-limits.ts";
import type { Reply } from "../support/ask.ts";
import { type Check, statusOf } from "./check.ts";
import type { PublicEndpoint } from "./public-endpoints.ts";

/** Seconds by which an answer is asked to miss its limit, and by which the end of a wait may be late. */
const MARGIN = 5;

/** The longest of all waits that {@link timeLimitChecks} ask for. Seconds. */
export const longestWait = (endpoints: readonly PublicEndpoint[]): number =>
  Math.max(...endpoints.map(({ service }) => gatewayTimeout(service).wholeSeconds)) + 2 * MARGIN;

/**
 * A request may take as long as the service declares, and one that takes too long is given up by the gateway (CF-36,
 * SCL-15). Static sites answer out of files: nothing of theirs is slow.
 */
export function timeLimitChecks(endpoint: PublicEndpoint): readonly Check[] {
  const { service } = endpoint;
  if (service.kind !== "http-service") return [];
  const longest = service.longestRequest.wholeSeconds;
  const limit = gatewayTimeout(service).wholeSeconds;
  return [
    {
      question: { endpoint, path: `/?wait=${longest - 1}s` },
      asked: `an answer that takes ${longest - 1} s`,
      expected: `200 after ${longest - 1} s`,
      seen: (reply) => ended(reply, longest - 1),
    },
    {
      question: { endpoint, path: `/?wait=${limit + 2 * MARGIN}s` },
      asked: `an answer that takes ${limit + 2 * MARGIN} s`,
      expected: `504 after ${limit} s`,
      seen: (reply) => ended(reply, limit),
    },
  ];
}

/** With the time that it should have taken, where it was near that. */
function ended(reply: Reply, seconds: number): string {
  const near = reply.seconds >= seconds && reply.seconds < seconds + MARGIN;
  return `${statusOf(reply)} after ${near ? seconds : reply.seconds.toFixed(1)} s`;
}
