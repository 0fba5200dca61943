import { baseVariable, driverParameters } from "./database-driver.ts";
import { flagVariables } from "./feature-flag.ts";
import {
  metricsEndpoint,
  metricsPortVariable,
  sharedMetricsVariable,
  sharesMetrics,
} from "./metrics-endpoint.ts";
import { plainAddressVariable, sessionOptionsVariable } from "./migration.ts";
import type { Runnable } from "./runnable.ts";
import type { System } from "./system.ts";
import { errorVariableNames, isTraced, reportsErrors, traceVariableNames } from "./telemetry.ts";

/** Where the value of one of a container's variables comes from. */
export type VariableSource =
  | "set"
  | "database edge"
  | "cache edge"
  | "vector store edge"
  | "its port"
  | "its port for metrics"
  | "its number of processes"
  | "its processes' shared metrics"
  | "its flags"
  | "its timeouts"
  | "its traces"
  | "its errors";

/** The port that an HTTP process must listen on (NET-21). */
export const portVariable = "PORT";

/** How many processes one container starts; uvicorn and gunicorn read it by themselves. */
export const processesVariable = "WEB_CONCURRENCY";

/** Every variable that a service's container has, in order, with its source. A name may appear twice if a declaration is wrong. */
export function containerVariables(
  system: System,
  service: Runnable,
): readonly (readonly [string, VariableSource])[] {
  const found: (readonly [string, VariableSource])[] = [];
  if (service.kind !== "static-site") {
    const { database, cache, vectorStore } = service.uses;
    const more = Object.keys(driverParameters(database?.driver ?? "libpq", database?.pool ?? 0)).length > 0;
    for (const name of Object.keys(database?.env ?? {})) {
      if (more) found.push([baseVariable(name), "database edge"]);
      found.push([name, "database edge"]);
    }
    if (cache) found.push([cache.env, "cache edge"]);
    for (const name of vectorStore ? [vectorStore.env, vectorStore.key] : []) {
      found.push([name, "vector store edge"]);
    }
    if (service.processes > 1) found.push([processesVariable, "its number of processes"]);
    if (sharesMetrics(system, service)) found.push([sharedMetricsVariable, "its processes' shared metrics"]);
    if (service.flags.length > 0) {
      for (const name of Object.keys(flagVariables)) found.push([name, "its flags"]);
    }
  }
  if (service.kind === "migration") {
    const variable = { variable: sessionOptionsVariable, address: plainAddressVariable };
    found.push([variable[service.timeouts.given], "its timeouts"]);
  }
  if (service.kind === "http-service") found.push([portVariable, "its port"]);
  if (metricsEndpoint(service)?.name === "metrics") found.push([metricsPortVariable, "its port for metrics"]);
  if (isTraced(service))
    for (const name of traceVariableNames(system.telemetry)) found.push([name, "its traces"]);
  if (service.kind !== "static-site" && reportsErrors(system.telemetry, service.variables.variables))
    for (const name of errorVariableNames(system.telemetry)) found.push([name, "its errors"]);
  for (const name of "variables" in service ? service.variables.variables : []) {
    const variable = system.variables[name];
    if (variable && !(variable.kind === "setting" && variable.phase === "build")) found.push([name, "set"]);
  }
  return found;
}
