import { heartbeatFile } from "../health.ts";
import { sharedMetricsFolder } from "../metrics-endpoint.ts";
import type { Port } from "../port.ts";
import type { Problem } from "../problem.ts";
import { fewestReplicas, type Scaling } from "../scaling.ts";
import { type Size, volumeName } from "../size.ts";
import type { Workload } from "../workload.ts";
import { validateHealthPaths } from "./validate-health-paths.ts";
import { validateRollout } from "./validate-rollout.ts";
import { validateStaticSite } from "./validate-static-site.ts";

/** What is wrong with one service, taken by itself. */
export function validateWorkload(path: string, service: Workload): Problem[] {
  const problems: Problem[] = [
    ...validateSize(`${path}.size`, service.size),
    ...validateScaling(`${path}.scale`, service.scale),
    ...validateMeasures(`${path}.scale`, service),
    ...validateRedundancy(`${path}.scale`, service),
    ...validateScratch(path, service),
    ...(service.kind === "http-service" || service.kind === "static-site"
      ? [...validateServing(path, service), ...validateRollout(path, service)]
      : [...validateHeartbeat(path, service), ...validateUnprivileged(`${path}.metrics`, service.metrics)]),
    ...(service.kind === "static-site" ? validateStaticSite(path, service) : []),
  ];
  const add = (field: string, message: string): void =>
    void problems.push({ path: `${path}.${field}`, message });
  if (!Number.isInteger(service.restartsBeforeAlert) || service.restartsBeforeAlert < 1) {
    add("restartsBeforeAlert", `${service.restartsBeforeAlert} is not a whole number of 1 or more`);
  }
  if (service.kind !== "static-site") {
    if (service.command.length === 0) add("command", "is empty; name the program to start and its arguments");
    if (!Number.isInteger(service.processes) || service.processes < 1) {
      add("processes", `${service.processes} is not a whole number of 1 or more`);
    }
  }
  return problems;
}

/** What is wrong with a size. */
export function validateSize(path: string, size: Size): Problem[] {
  return size.cpu.request.exceeds(size.cpu.limit)
    ? [
        {
          path: `${path}.cpu`,
          message: `request ${size.cpu.request.toString()} is above limit ${size.cpu.limit.toString()}; lower one or raise the other`,
        },
      ]
    : [];
}

/** More pods of one service than any of our clusters could hold: a slip of the keyboard. */
const mostPods = 1000;

function validatePods(path: string, count: number): Problem[] {
  if (!Number.isInteger(count) || count < 1) {
    return [{ path, message: `${count} is not a whole number of 1 or more` }];
  }
  return count > mostPods ? [{ path, message: `${count} is more than ${mostPods} pods; give fewer` }] : [];
}

/** What is wrong with a number of replicas or its bounds. */
export function validateScaling(path: string, scaling: Scaling): Problem[] {
  if (scaling.kind === "fixed") return validatePods(`${path}.replicas`, scaling.replicas);
  const problems = (["minimum", "maximum"] as const).flatMap((bound) =>
    validatePods(`${path}.${bound}`, scaling[bound]),
  );
  if (problems.length === 0 && scaling.maximum <= scaling.minimum) {
    problems.push({
      path,
      message: `an autoscaler between ${scaling.minimum} and ${scaling.maximum} has no room; raise the maximum, or declare replicas(${scaling.minimum})`,
    });
  }
  for (const use of ["cpu", "memory"] as const) {
    const share = scaling[use];
    if (share !== undefined && share.percent < 1) {
      problems.push({
        path: `${path}.${use}`,
        message: `${share} would add replicas for ever; aim at 50% to 80%`,
      });
    }
  }
  const { requestsPerSecond } = scaling;
  if (
    requestsPerSecond !== undefined &&
    !(requestsPerSecond >= 0.001 && Number.isFinite(requestsPerSecond))
  ) {
    problems.push({
      path: `${path}.requestsPerSecond`,
      message: `${requestsPerSecond} is not what a pod can answer; give a number above 0`,
    });
  }
  return problems;
}

/** A worker takes no requests, so an autoscaler that waits for them would never move. */
function validateMeasures(path: string, { kind, scale }: Workload): Problem[] {
  return kind === "worker" && scale.kind === "autoscaled" && scale.requestsPerSecond !== undefined
    ? [{ path: `${path}.requestsPerSecond`, message: "a worker takes no requests; go by CPU or memory" }]
    : [];
}

/** What is wrong with a critical service that has one replica to lose. A singleton has no choice. */
export function validateRedundancy(path: string, { tier, kind, scale }: Workload): Problem[] {
  const fewest = fewestReplicas(scale);
  return tier === "critical" && kind !== "singleton" && fewest < 2
    ? [
        {
          path,
          message: `${fewest} replica is a single point of failure of a critical service (SYS-18); run 2 or more`,
        },
      ]
    : [];
}

/** What is wrong with the folders that a process may write to. */
export function validateScratch(path: string, service: Pick<Workload, "scratch">): Problem[] {
  const taken = new Map<string, string>();
  return service.scratch.flatMap(({ path: folder }, index) => {
    const at = `${path}.scratch[${index}]`;
    if (!/^\/[^/]/.test(folder)) {
      return [{ path: at, message: `"${folder}" is not an absolute folder such as /tmp` }];
    }
    if (!/^(?:\/[A-Za-z0-9._-]+)+$/.test(folder) || folder.length > 50) {
      return [
        {
          path: at,
          message: `"${folder}" is too long or has characters that a volume's name can't follow; use at most 50 of letters, digits, ., _ and -`,
        },
      ];
    }
    if (heartbeatFile.startsWith(`${folder}/`)) {
      return [{ path: at, message: `"${folder}" is where the heartbeat is; choose another folder` }];
    }
    if (folder === sharedMetricsFolder.path) {
      return [{ path: at, message: `"${folder}" is where processes share metrics; choose another folder` }];
    }
    const other = taken.get(volumeName(folder));
    taken.set(volumeName(folder), folder);
    if (other === folder) return [{ path: at, message: `"${folder}" is declared twice; keep one` }];
    if (other === undefined) return [];
    return [{ path: at, message: `"${folder}" and "${other}" would be one volume; rename one` }];
  });
}

const validateUnprivileged = (path: string, port: Port | undefined): Problem[] =>
  port?.privileged
    ? [
        {
          path,
          message: `${port.number} needs root to listen on; let the process listen on 1024 or above`,
        },
      ]
    : [];

function validateServing(path: string, service: Extract<Workload, { health: unknown }>): Problem[] {
  const { health, port } = service;
  const problems: Problem[] = [
    ...validateUnprivileged(`${path}.port`, port),
    ...validateHealthPaths(path, health),
  ];
  if (health.detailed !== undefined && health.detailed === health.live) {
    problems.push({
      path: `${path}.health.live`,
      message: `"${health.live}" also checks dependencies, so an outage of one would restart every replica (HLT-11); name a path that touches none`,
    });
  }
  if (health.detailed !== undefined && health.detailed === health.ready) {
    problems.push({
      path: `${path}.health.ready`,
      message: `"${health.ready}" also checks dependencies, so an outage of one would take every replica out of the traffic (CF-23); name a path that says whether this replica can work`,
    });
  }
  for (const span of ["every", "timeout"] as const) {
    if (health[span].milliseconds < 1000) {
      problems.push({
        path: `${path}.health.${span}`,
        message: `${health[span]} is less than the 1s that a probe can do`,
      });
    }
  }
  if (health.timeout.exceeds(health.every)) {
    problems.push({
      path: `${path}.health.timeout`,
      message: `${health.timeout.toString()} is longer than the ${health.every.toString()} between two probes; shorten it`,
    });
  }
  if (!Number.isInteger(health.failures) || health.failures < 1) {
    problems.push({
      path: `${path}.health.failures`,
      message: `${health.failures} is not a whole number of 1 or more`,
    });
  }
  if (health.startup.milliseconds === 0) {
    problems.push({
      path: `${path}.health.startup`,
      message: "0s leaves no time to start; give a longer span",
    });
  }
  return problems;
}

function validateHeartbeat(path: string, service: Extract<Workload, { heartbeat: unknown }>): Problem[] {
  const problems: Problem[] = [];
  const { every, missed, startup } = service.heartbeat;
  if (every.milliseconds === 0) problems.push({ path: `${path}.heartbeat.every`, message: "0s is no tick" });
  if (!Number.isInteger(missed) || missed < 1) {
    problems.push({
      path: `${path}.heartbeat.missed`,
      message: `${missed} is not a whole number of 1 or more`,
    });
  } else if (every.times(missed).exceeds(startup)) {
    problems.push({
      path: `${path}.heartbeat.startup`,
      message: `${startup.toString()} is shorter than ${missed} ticks of ${every.toString()}; give the first tick at least that long`,
    });
  }
  return problems;
}
