import type { Problem } from "../problem.ts";
import type { System } from "../system.ts";
import { validateSystem } from "./validate-system.ts";

/** The group of a stack's release that holds the platform's own images, beside one group for each system. */
const platformGroup = "platform";

/** Everything that is wrong with the declarations of a stack: with each, and with them side by side. */
export function validateSystems(systems: readonly System[]): Problem[] {
  return [
    ...systems.flatMap(validateSystem),
    ...validateSystemNames(systems),
    ...validatePortsBetween(systems),
  ];
}

function validateSystemNames(systems: readonly System[]): Problem[] {
  const seen = new Set<string>();
  return systems.flatMap(({ name }) => {
    if (name === platformGroup) {
      return [
        {
          path: name,
          message: `"${name}" is where a release names the platform's images; choose another name`,
        },
      ];
    }
    if (seen.has(name)) return [{ path: name, message: `"${name}" is declared twice; rename one` }];
    seen.add(name);
    const longer = systems.find((other) => other.name.startsWith(`${name}-`));
    if (longer) {
      const message = `"${longer.name}" begins with it, so parts of both could get one name in the state; rename one`;
      return [{ path: name, message }];
    }
    return [];
  });
}

/** Services of two systems on one port could not be reached side by side on a developer's machine. */
function validatePortsBetween(systems: readonly System[]): Problem[] {
  const owners = new Map<number, { system: System; path: string }>();
  return systems.flatMap((system) =>
    Object.entries(system.services).flatMap(([name, service]) => {
      if (!("port" in service)) return [];
      const { number } = service.port;
      const path = `${system.name}.services.${name}`;
      const owner = owners.get(number) ?? { system, path };
      owners.set(number, owner);
      if (owner.system === system) return [];
      const message = `${number} is already the port of ${owner.path}, and both would be http://localhost:${number} in dev; choose another`;
      return [{ path: `${path}.port`, message }];
    }),
  );
}
