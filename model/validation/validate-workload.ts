import type { Problem } from "../problem.ts";
import { fewestReplicas, type Scaling } from "../scaling.ts";
import type { Size } from "../size.ts";
import type { Workload } from "../workload.ts";

/** What is wrong with one service, taken by itself. */
export function validateWorkload(path: string, service: Workload): Problem[] {
  const problems: Problem[] = [
    ...validateSize(`${path}.size`, service.size),
    ...validateScaling(`${path}.scale`, service.scale),
    ...validateRedundancy(`${path}.scale`, service),
    ...validateScratch(path, service),
    ...(service.kind === "http-service" || service.kind === "static-site"
      ? validateServing(path, service)
      : validateHeartbeat(path, service)),
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

/** What is wrong with a number of replicas or its bounds. */
export function validateScaling(path: string, scaling: Scaling): Problem[] {
  const isCount = (count: number): boolean => Number.isInteger(count) && count >= 1;
  if (scaling.kind === "fixed") {
    return isCount(scaling.replicas)
      ? []
      : [{ path: `${path}.replicas`, message: `${scaling.replicas} is not a whole number of 1 or more` }];
  }
  const problems = (["minimum", "maximum"] as const)
    .filter((bound) => !isCount(scaling[bound]))
    .map((bound) => ({
      path: `${path}.${bound}`,
      message: `${scaling[bound]} is not a whole number of 1 or more`,
    }));
  if (problems.length === 0 && scaling.maximum <= scaling.minimum) {
    problems.push({
      path,
      message: `an autoscaler between ${scaling.minimum} and ${scaling.maximum} has no room; raise the maximum, or declare replicas(${scaling.minimum})`,
    });
  }
  if (scaling.cpu.partsPerMillion === 0) {
    problems.push({ path: `${path}.cpu`, message: "0% would add replicas for ever; aim at 50% to 80%" });
  }
  return problems;
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

function validateScratch(path: string, service: Workload): Problem[] {
  const seen = new Set<string>();
  return service.scratch.flatMap(({ path: folder }, index) => {
    const at = `${path}.scratch[${index}]`;
    if (!/^\/[^/]/.test(folder))
      return [{ path: at, message: `"${folder}" is not an absolute folder such as /tmp` }];
    if (seen.has(folder)) return [{ path: at, message: `"${folder}" is declared twice; keep one` }];
    seen.add(folder);
    return [];
  });
}

function validateServing(path: string, service: Extract<Workload, { health: unknown }>): Problem[] {
  const problems: Problem[] = [];
  const { health, port } = service;
  if (port.privileged) {
    problems.push({
      path: `${path}.port`,
      message: `${port.number} needs root to listen on; let the process listen on 1024 or above`,
    });
  }
  for (const role of ["live", "ready", "detailed"] as const) {
    const value = health[role];
    if (value !== undefined && !value.startsWith("/")) {
      problems.push({ path: `${path}.health.${role}`, message: `"${value}" is not a path; begin it with /` });
    }
  }
  if (health.detailed !== undefined && health.detailed === health.live) {
    problems.push({
      path: `${path}.health.live`,
      message: `"${health.live}" also checks dependencies, so an outage of one would restart every replica (HLT-11); name a path that touches none`,
    });
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
