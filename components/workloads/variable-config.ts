import { createHash } from "node:crypto";
import type { SystemEnvironment } from "../../config/environment.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import type { Variable, VariableSet } from "../../model/variable.ts";

/** A ConfigMap of settings, named by what it holds. */
export interface VariableConfig {
  readonly name: string;
  readonly data: Readonly<Record<string, string>>;
}

/**
 * The ConfigMap of a set's settings. Its name ends in a hash of its content: the same content is the same name and
 * the same pod template, so a change rolls the pods and a rollback is recognised as one.
 * @returns `undefined` when the set holds no settings.
 */
export function variableConfig(
  environment: EnvironmentName,
  system: SystemEnvironment,
  set: VariableSet,
): VariableConfig | undefined {
  const data = Object.fromEntries(
    set.variables
      .flatMap((name) => {
        const value = settingValue(environment, system, system.system.variables[name]);
        return value === undefined ? [] : [[name, value] as const];
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  if (Object.keys(data).length === 0) return undefined;
  const hash = createHash("sha256").update(JSON.stringify(data)).digest("hex").slice(0, 8);
  return { name: `${set.name}-config-${hash}`, data };
}

function settingValue(
  environment: EnvironmentName,
  system: SystemEnvironment,
  variable: Variable | undefined,
): string | undefined {
  switch (variable?.kind) {
    case "setting":
      if (variable.phase === "build") return undefined;
      return typeof variable.value === "string" ? variable.value : variable.value[environment];
    case "public-url":
      return publicAddress(system, variable.service);
    case "external-url":
      return address(system, variable.host);
    case "secret":
    case undefined:
      return undefined;
  }
}

/** The address under which a service is reached from outside: its hostname, or in dev without one its local port. */
function publicAddress(system: SystemEnvironment, service: string): string | undefined {
  const declared = system.system.services[service];
  if (system.hostnames.has(service) || !declared || !("port" in declared)) return address(system, service);
  return `http://localhost:${declared.port}`;
}

function address({ hostnames }: SystemEnvironment, name: string): string | undefined {
  const hostname = hostnames.get(name);
  return hostname && `https://${hostname}`;
}
