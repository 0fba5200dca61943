import type { Problem } from "../problem.ts";
import { type Runnable, runnablesOf } from "../runnable.ts";
import type { System } from "../system.ts";
import { validateParties } from "./validate-parties.ts";

/** What is wrong with how a system's services hang together. */
export function validateEdges(system: System): Problem[] {
  return [
    ...runnablesOf(system).flatMap(({ name, path, runnable }) => [
      ...validateImage(system, path, runnable),
      ...validateUses(system, path, runnable),
      ...validateCalls(system, path, name, runnable),
      ...validateEgress(path, runnable),
    ]),
    ...validateParties(system),
    ...validatePorts(system),
    ...validateCycles(system),
  ];
}

const known = (names: Iterable<string>): string => [...names].join(", ") || "none";

function validateImage(system: System, path: string, service: Runnable): Problem[] {
  const image = system.images[service.image];
  if (!image) {
    return [
      {
        path: `${path}.image`,
        message: `no image "${service.image}" is declared; known: ${known(Object.keys(system.images))}`,
      },
    ];
  }
  const beats = service.kind === "worker" || service.kind === "singleton";
  return beats && image.runtime === "none"
    ? [
        {
          path: `${path}.heartbeat`,
          message: `image "${service.image}" has no runtime to read the heartbeat with; declare its runtime`,
        },
      ]
    : [];
}

function validateUses(system: System, of: string, service: Runnable): Problem[] {
  if (service.kind === "static-site") return [];
  const path = `${of}.uses`;
  const problems: Problem[] = [];
  for (const store of ["database", "cache", "vectorStore"] as const) {
    if (service.uses[store] && !system[store]) {
      problems.push({
        path: `${path}.${store}`,
        message: `system ${system.name} declares no ${store}; declare one or drop the edge`,
      });
    }
  }
  for (const store of ["database", "cache"] as const) {
    const pool = service.uses[store]?.pool;
    if (pool !== undefined && (!Number.isInteger(pool) || pool < 1)) {
      problems.push({ path: `${path}.${store}.pool`, message: `${pool} is not a whole number of 1 or more` });
    }
  }
  return problems;
}

function validateCalls(system: System, of: string, name: string, service: Runnable): Problem[] {
  if (service.kind === "static-site") return [];
  const listeners = Object.entries(system.services)
    .filter(([, other]) => "port" in other)
    .map(([other]) => other);
  return service.calls.flatMap((callee, index) => {
    const path = `${of}.calls[${index}]`;
    if (callee === name) return [{ path, message: `"${callee}" is the service itself` }];
    if (!Object.hasOwn(system.services, callee)) {
      return [{ path, message: `no service "${callee}" is declared; known: ${known(listeners)}` }];
    }
    return listeners.includes(callee)
      ? []
      : [{ path, message: `"${callee}" listens on no port; services that do: ${known(listeners)}` }];
  });
}

function validateEgress(of: string, service: Runnable): Problem[] {
  if (service.kind === "static-site") return [];
  return service.egress.flatMap(({ name }, index) =>
    service.egress.findIndex((other) => other.name === name) === index
      ? []
      : [{ path: `${of}.egress[${index}]`, message: `"${name}" is listed twice; keep one` }],
  );
}

/** Two services on one port would have one address on a developer's machine (`http://localhost:<port>`). */
function validatePorts(system: System): Problem[] {
  const owners = new Map<number, string>();
  return Object.entries(system.services).flatMap(([name, service]) => {
    if (!("port" in service)) return [];
    const owner = owners.get(service.port.number);
    owners.set(service.port.number, owner ?? name);
    return owner === undefined
      ? []
      : [
          {
            path: `${system.name}.services.${name}.port`,
            message: `${service.port.number} is already the port of "${owner}", and both would be http://localhost:${service.port.number} in dev; choose another`,
          },
        ];
  });
}

/** Services that call each other in a circle can never start one after the other. */
function validateCycles(system: System): Problem[] {
  const problems: Problem[] = [];
  const finished = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    const start = trail.indexOf(name);
    if (start !== -1) {
      const circle = [...trail.slice(start), name].join(" → ");
      problems.push({
        path: `${system.name}.services.${name}.calls`,
        message: `${circle} is a cycle; turn one of these calls into a queue or an event`,
      });
      return;
    }
    if (finished.has(name)) return;
    const service = system.services[name];
    for (const callee of service && "calls" in service ? service.calls : []) {
      if (callee !== name) visit(callee, [...trail, name]);
    }
    finished.add(name);
  };
  for (const name of Object.keys(system.services)) visit(name, []);
  return problems;
}
