import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import { parseEnvironment } from "../../config/parse-environment.ts";
import { configuredEnvironment } from "../../config/stack-files.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import { systems } from "../../systems/all.ts";

/** The environment of a real stack, from its committed file. */
export const realEnvironment = (name: EnvironmentName): Environment =>
  parseEnvironment(systems, name, configuredEnvironment(name));

/** One system of a real stack. */
export function realSystem(name: EnvironmentName, system: string): SystemEnvironment {
  const found = realEnvironment(name).systems.find((own) => own.system.name === system);
  if (!found) throw new Error(`${name} has no system ${system}`);
  return found;
}
