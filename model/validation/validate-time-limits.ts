import type { Problem } from "../problem.ts";
import { seconds } from "../quantities/duration.ts";
import type { System } from "../system.ts";
import { singletonStop, takesTraffic } from "../time-limits.ts";

/**
 * What is wrong with how long things may take, one held against the other: a service waits for what it calls, an
 * objective leaves a request its time, and a singleton that is replaced misses no more ticks than it may (CF-22, CF-36).
 */
export function validateTimeLimits(system: System): Problem[] {
  return [
    ...validateLongestRequests(system),
    ...validateCallers(system),
    ...validateLatencies(system),
    ...validateSingletonStops(system),
  ];
}

function validateLongestRequests({ name, services }: System): Problem[] {
  return Object.entries(services).flatMap(([service, declared]) =>
    takesTraffic(declared) && seconds(1).exceeds(declared.longestRequest)
      ? [
          {
            path: `${name}.services.${service}.longestRequest`,
            message: `${declared.longestRequest} is no time to answer in; give 1s or more`,
          },
        ]
      : [],
  );
}

function validateCallers({ name, services }: System): Problem[] {
  return Object.entries(services).flatMap(([service, caller]) => {
    if (!takesTraffic(caller) || caller.kind === "static-site") return [];
    return caller.calls.flatMap((called, index) => {
      const callee = services[called];
      if (!callee || !takesTraffic(callee) || !callee.longestRequest.exceeds(caller.longestRequest))
        return [];
      return [
        {
          path: `${name}.services.${service}.calls[${index}]`,
          message: `"${called}" may take ${callee.longestRequest}, and "${service}" itself only ${caller.longestRequest}; give it a longestRequest of ${callee.longestRequest} or more`,
        },
      ];
    });
  });
}

function validateLatencies({ name, services, objectives }: System): Problem[] {
  return objectives.flatMap((objective, index) => {
    if (objective.kind !== "latency" || objective.measured) return [];
    return objective.services.flatMap((service, position) => {
      const declared = services[service];
      if (!declared || !takesTraffic(declared) || !objective.within.exceeds(declared.longestRequest))
        return [];
      return [
        {
          path: `${name}.objectives[${index}].services[${position}]`,
          message: `"${service}" gives a request up after ${declared.longestRequest}, so none is seen to take ${objective.within}; raise its longestRequest or lower the bound`,
        },
      ];
    });
  });
}

function validateSingletonStops({ name, services }: System): Problem[] {
  return Object.entries(services).flatMap(([service, declared]) => {
    if (declared.kind !== "singleton") return [];
    const { every, missed } = declared.heartbeat;
    // What is no tick and no number of them is found where the heartbeat itself is looked at.
    if (every.milliseconds === 0 || !Number.isInteger(missed) || missed < 1) return [];
    const overdue = every.times(missed);
    if (overdue.exceeds(singletonStop)) return [];
    return [
      {
        path: `${name}.services.${service}.heartbeat.missed`,
        message: `overdue after ${overdue}, before a release has stopped the old one, which may take ${singletonStop}; let more ticks be missed`,
      },
    ];
  });
}
