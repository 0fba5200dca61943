import { startPolling } from "../../polling.ts";
import type { KubernetesClients } from "./kubernetes.ts";
import type { LoadSummary, Second } from "./load.ts";
import { newestShare, type ReleasedService } from "./rollouts.ts";

/** A span of time in which the newest release was to have one share of the traffic. */
export interface Share {
  /** In percent. */
  readonly percent: number;
  /** In milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

const LOOK_MILLISECONDS = 250;

/** Watches the share that the gateway is told to give to the newest release, from now until it is stopped. */
export function watchShares(
  clients: KubernetesClients,
  service: ReleasedService,
): { stop(): Promise<readonly Share[]> } {
  const shares: Share[] = [];
  const polling = startPolling(async () => {
    const percent = await newestShare(clients, service);
    const now = Date.now();
    const last = shares.at(-1);
    if (last?.percent === percent) shares[shares.length - 1] = { ...last, to: now };
    else shares.push({ percent, from: now, to: now });
  }, LOOK_MILLISECONDS);
  return {
    async stop() {
      await polling.stop();
      return shares;
    },
  };
}

/** How long the gateway may take to hear of a new share; the request before it may have begun a second earlier. */
const SETTLING_MILLISECONDS = 2_000;

/** What share of the answers, in percent, a version gave while one share was in force; nothing of too short a span. */
export function answeredBy(
  { timeline = [] }: Pick<LoadSummary, "timeline">,
  { from, to }: Share,
  version: string,
): { readonly percent: number; readonly requests: number } | undefined {
  const within = timeline.filter(
    ({ at }) => at * 1000 >= from + SETTLING_MILLISECONDS && (at + 1) * 1000 <= to,
  );
  const requests = sum(within, (second) => second.requests);
  if (requests === 0) return undefined;
  return { requests, percent: (100 * sum(within, ({ versions }) => versions[version] ?? 0)) / requests };
}

const sum = (seconds: readonly Second[], of: (second: Second) => number): number =>
  seconds.reduce((total, second) => total + of(second), 0);
