import type { Problem } from "../problem.ts";
import { mostReplicas } from "../scaling.ts";
import type { System } from "../system.ts";
import type { Workload } from "../workload.ts";

/** A rollout runs one pod more than the scaling says; a singleton never does. */
const surge = (service: Workload): number => (service.kind === "singleton" ? 0 : 1);

/**
 * Checks that the connections which all services can open at once fit into what the database and the cache take:
 * replicas, with the one that a rollout adds, × processes × pool (SCL-12, CF-28).
 */
export function validateConnections(system: System): Problem[] {
  return (["database", "cache"] as const).flatMap((store) => {
    const capacity = system[store]?.connections;
    if (capacity === undefined || !(capacity > 0)) return [];
    const demands = Object.entries(system.services).flatMap(([name, service]) => {
      if (service.kind === "static-site") return [];
      const pool = service.uses[store]?.pool;
      if (pool === undefined) return [];
      const pods = mostReplicas(service.scale) + surge(service);
      return [
        { name, total: pods * service.processes * pool, sum: `${pods} × ${service.processes} × ${pool}` },
      ];
    });
    const total = demands.reduce((sum, demand) => sum + demand.total, 0);
    if (!(total > capacity)) return [];
    const sums = demands.map(({ name, sum, total: part }) => `${name} ${sum} = ${part}`).join(", ");
    return [
      {
        path: `${system.name}.${store}.connections`,
        message: `services can open ${total} connections (pods × processes × pool: ${sums}), but it takes ${capacity}; lower a pool or a maximum, or raise the connections`,
      },
    ];
  });
}
