import { setTimeout as sleep } from "node:timers/promises";

/** Something that is looked at again and again. */
export interface Polling {
  /** Waits for the look under way, which is the last. @throws what a look threw. */
  stop(): Promise<void>;
}

/**
 * Looks at something from now until it is stopped, or until a look fails.
 * @param every Milliseconds from the end of one look to the next.
 */
export function startPolling(look: () => Promise<void> | void, every: number): Polling {
  const stop = new AbortController();
  const polling = (async () => {
    while (!stop.signal.aborted) {
      await look();
      await sleep(every, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();
  // It is awaited when it is stopped; until then nobody listens.
  polling.catch(() => undefined);
  return {
    stop: () => {
      stop.abort();
      return polling;
    },
  };
}
