import type { Probe } from "kubernetes-types/core/v1.d.ts";
import { type Heartbeat, heartbeatFile, type HttpHealth } from "../../model/health.ts";
import type { Runtime } from "../../model/image.ts";
import { type Duration, seconds } from "../../model/quantities/duration.ts";

/** The three probes of a container. */
export interface Probes {
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
}

/** How often a start is looked at: often, because nothing is served until it is seen. */
const startupPeriod = seconds(2);

/** The fewest attempts that cover a span. */
const attempts = (span: Duration, period: Duration): number =>
  Math.max(1, Math.ceil(span.milliseconds / period.milliseconds));

/** Probes of a process that serves HTTP on its port named `http`. */
export function httpProbes(health: HttpHealth): Probes {
  const get = (path: string): Probe => ({ httpGet: { path, port: "http" } });
  const timing = {
    periodSeconds: health.every.wholeSeconds,
    timeoutSeconds: health.timeout.wholeSeconds,
    failureThreshold: health.failures,
  };
  return {
    startupProbe: {
      ...get(health.live),
      periodSeconds: startupPeriod.wholeSeconds,
      timeoutSeconds: health.timeout.wholeSeconds,
      failureThreshold: attempts(health.startup, startupPeriod),
    },
    livenessProbe: { ...get(health.live), ...timing },
    readinessProbe: { ...get(health.ready), ...timing },
  };
}

/** Starting an interpreter costs CPU, so a tick of a second is still looked at no more often than this. */
const shortestHeartbeatPeriod = seconds(10);

/** An exec probe can fail for its own reasons, a slow start for one, and that alone must not restart a worker. */
const heartbeatFailures = 3;

/** Probes of a process without HTTP, by the age of the file that it touches each tick (HLT-03). */
export function heartbeatProbes(heartbeat: Heartbeat, runtime: Exclude<Runtime, "none">): Probes {
  const { every, missed, startup } = heartbeat;
  const overdue = every.times(missed);
  const period = every.exceeds(shortestHeartbeatPeriod) ? every : shortestHeartbeatPeriod;
  const younger = (than: Duration): Probe => ({
    exec: { command: [...youngerThan[runtime](than.wholeSeconds)] },
    periodSeconds: period.wholeSeconds,
    timeoutSeconds: 5,
  });
  return {
    startupProbe: { ...younger(overdue), failureThreshold: attempts(startup, period) },
    livenessProbe: { ...younger(overdue.plus(every)), failureThreshold: heartbeatFailures },
    readinessProbe: { ...younger(overdue), failureThreshold: 1 },
  };
}

/** Asks the image's own runtime, since a minimal image has no shell: exit 0 when the file is younger than the bound. */
const youngerThan: Record<Exclude<Runtime, "none">, (bound: number) => readonly string[]> = {
  node: (bound) => [
    "node",
    "--eval",
    `process.exit(Date.now()-require("node:fs").statSync("${heartbeatFile}").mtimeMs<${bound * 1000}?0:1)`,
  ],
  python: (bound) => [
    "python",
    "-c",
    `import os,sys,time;sys.exit(0 if time.time()-os.stat("${heartbeatFile}").st_mtime<${bound} else 1)`,
  ],
};
