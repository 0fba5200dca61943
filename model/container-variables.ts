import type { System } from "./system.ts";
import type { Workload } from "./workload.ts";

/** Where the value of one of a container's variables comes from. */
export type VariableSource =
  "set" | "database edge" | "cache edge" | "vector store edge" | "its port" | "its number of processes";

/** The port that an HTTP process must listen on (NET-21). */
export const portVariable = "PORT";

/** How many processes one container starts; uvicorn and gunicorn read it by themselves. */
export const processesVariable = "WEB_CONCURRENCY";

/** Every variable that a service's container has, in order, with its source. A name may appear twice if a declaration is wrong. */
export function containerVariables(
  system: System,
  service: Workload,
): readonly (readonly [string, VariableSource])[] {
  const found: (readonly [string, VariableSource])[] = [];
  if (service.kind !== "static-site") {
    const { database, cache, vectorStore } = service.uses;
    for (const name of Object.keys(database?.env ?? {})) found.push([name, "database edge"]);
    if (cache) found.push([cache.env, "cache edge"]);
    if (vectorStore) found.push([vectorStore.env, "vector store edge"]);
    if (service.processes > 1) found.push([processesVariable, "its number of processes"]);
  }
  if (service.kind === "http-service") found.push([portVariable, "its port"]);
  for (const name of "variables" in service ? service.variables.variables : []) {
    const variable = system.variables[name];
    if (variable && !(variable.kind === "setting" && variable.phase === "build")) found.push([name, "set"]);
  }
  return found;
}
