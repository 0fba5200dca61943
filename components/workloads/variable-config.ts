import type { SystemEnvironment } from "../../config/environment.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import { type Runnable, runnablesOf } from "../../model/runnable.ts";
import { settingIn, type Variable, type VariableSet } from "../../model/variable.ts";
import { contentName } from "./content-name.ts";
import { errorSettings } from "./telemetry-environment.ts";

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
  const data = settingsOf(environment, system, set);
  return Object.keys(data).length === 0 ? undefined : { name: contentName(set.name, data), data };
}

/** The ConfigMaps of all sets that programs of a system read, each with the name of its set. */
export function variableConfigs(
  environment: EnvironmentName,
  own: SystemEnvironment,
): readonly { readonly set: string; readonly config: VariableConfig }[] {
  const sets = new Map(
    runnablesOf(own.system)
      .map(({ runnable }) => runnable)
      .filter(readsVariables)
      .map(({ variables }) => [variables.name, variables]),
  );
  return [...sets].flatMap(([set, variables]) => {
    const config = variableConfig(environment, own, variables);
    return config ? [{ set, config }] : [];
  });
}

/** The settings of a set and their values in an environment, with what reports of errors need, by name; no secret is among them. */
export function settingsOf(
  environment: EnvironmentName,
  system: SystemEnvironment,
  set: VariableSet,
): Readonly<Record<string, string>> {
  const declared = set.variables.flatMap((name) => {
    const value = settingValue(environment, system, system.system.variables[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(
    [...declared, ...Object.entries(errorSettings(environment, system, set))].sort(([a], [b]) =>
      a < b ? -1 : 1,
    ),
  );
}

/** A program reads settings from its environment; a page has none and reads a file (CF-10). */
export const readsVariables = (service: Runnable): boolean => service.kind !== "static-site";

function settingValue(
  environment: EnvironmentName,
  system: SystemEnvironment,
  variable: Variable | undefined,
): string | undefined {
  switch (variable?.kind) {
    case "setting":
      if (variable.phase === "build") return undefined;
      return settingIn(variable, environment);
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
