import { metricsPath } from "./metrics-endpoint.ts";
import type { PublicService } from "./public-service.ts";

/** A path that no hostname leads to. */
export interface HiddenPath {
  readonly path: string;
  /** Whether what is below it is hidden as well. */
  readonly below: boolean;
}

/**
 * The paths of a service that no hostname leads to (NET-14): its metrics, and the health path that tells of its
 * dependencies, unless that is the one watched from outside (HLT-13). Below a health path may be another one.
 */
export function hiddenPaths({ kind, health, public: { uptime } }: PublicService): readonly HiddenPath[] {
  const { detailed } = health;
  return [
    ...(kind === "http-service" ? [{ path: metricsPath, below: true }] : []),
    ...(detailed !== undefined && detailed !== uptime ? [{ path: detailed, below: false }] : []),
  ];
}

/** Whether a path is `prefix` or below it, by whole segments. */
export const isWithin = (path: string, prefix: string): boolean =>
  prefix === "/" || path === prefix || path.startsWith(`${prefix}/`);
