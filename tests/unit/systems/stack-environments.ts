import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { SystemEnvironment } from "../../../config/environment.ts";
import { parseEnvironment } from "../../../config/parse-environment.ts";
import type { ByEnvironment, EnvironmentName } from "../../../model/environment-name.ts";
import { systems } from "../../../systems/all.ts";

/** The value of `slipway:environment` in a file; a project's file wraps its defaults, a stack's doesn't. */
const givenIn = (file: string): unknown => {
  const text = readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");
  const { config } = parse(text) as { config: Record<"slipway:environment", { value?: unknown }> };
  return config["slipway:environment"].value ?? config["slipway:environment"];
};

const environments = {
  dev: parseEnvironment(systems, "dev", givenIn("Pulumi.yaml")),
  staging: parseEnvironment(systems, "staging", givenIn("Pulumi.staging.yaml")),
  production: parseEnvironment(systems, "production", givenIn("Pulumi.production.yaml")),
};

/** A system as the stack's own file has it. */
export function inStack(stack: EnvironmentName, system: string): SystemEnvironment {
  const found = environments[stack].systems.find((candidate) => candidate.system.name === system);
  if (!found) throw new Error(`${system} is not in ${stack}`);
  return found;
}

/** A hostname of a system in each stack; `undefined` where the file gives none. */
export const hostnamesOf = (system: string, name: string): ByEnvironment<string | undefined> => ({
  dev: inStack("dev", system).hostnames.get(name)?.name,
  staging: inStack("staging", system).hostnames.get(name)?.name,
  production: inStack("production", system).hostnames.get(name)?.name,
});
