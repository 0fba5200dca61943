import type { Problem } from "../problem.ts";
import type { System } from "../system.ts";

/** What is wrong with the services that latency objectives name: only a service that answers HTTP can be timed. */
export function validateObjectiveServices({ name, objectives, services }: System): Problem[] {
  const timed = Object.entries(services).flatMap(([service, { kind }]) =>
    kind === "http-service" ? [service] : [],
  );
  return objectives.flatMap((objective, index) =>
    objective.kind === "latency" && !objective.measured
      ? objective.services.flatMap((service, position) =>
          timed.includes(service)
            ? []
            : [
                {
                  path: `${name}.objectives[${index}].services[${position}]`,
                  message: `"${service}" is no HTTP service of the system; known: ${timed.join(", ") || "none"}`,
                },
              ],
        )
      : [],
  );
}
