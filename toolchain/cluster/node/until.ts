import { setTimeout as sleep } from "node:timers/promises";

const PAUSE_MILLISECONDS = 150;

/** Asks again and again until the answer is yes. A question that throws counts as a no; the signal ends it all. */
export async function until(question: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  while (!(await question().catch(() => false))) await sleep(PAUSE_MILLISECONDS, undefined, { signal });
}
