import { syncedVersion } from "./external-secret-status.ts";
import type { ExternalSecret } from "./synced-secret.ts";

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/**
 * Whether the operator looks into the store again, as it decides it in External Secrets 1.3: by the policy, and by what it last saw.
 * @param now RFC 3339.
 */
export function isDue(external: ExternalSecret, now: string): boolean {
  const { refreshPolicy = "Periodic", refreshInterval = "1h" } = external.spec;
  const { syncedResourceVersion, refreshTime } = external.status ?? {};
  if (syncedResourceVersion === undefined || refreshTime === undefined) return true;
  const changed = syncedResourceVersion !== syncedVersion(external);
  if (refreshPolicy === "OnChange") return changed;
  const interval = refreshPolicy === "CreatedOnce" ? 0 : millisecondsOf(refreshInterval);
  return interval > 0 && (changed || Date.parse(refreshTime) + interval < Date.parse(now));
}

function millisecondsOf(interval: string): number {
  const [, number, unit = ""] = /^(\d+)([smh])$/.exec(interval) ?? [];
  const seconds = secondsOf[unit];
  if (seconds === undefined) throw new Error(`the played operator doesn't read the interval ${interval}`);
  return Number(number) * seconds * 1000;
}
