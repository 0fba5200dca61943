import { containerVariables } from "../../../model/container-variables.ts";
import type { ByEnvironment } from "../../../model/environment-name.ts";
import type { System } from "../../../model/system.ts";
import type { HttpService, Singleton, StaticSite, Workload } from "../../../model/workload.ts";

type OfKind<Kind> = Extract<Workload, { kind: Kind }>;

/** A service that must be of a kind. */
export function serviceOf<Kind extends Workload["kind"]>(
  system: System,
  name: string,
  kind: Kind,
): OfKind<Kind> {
  const service = system.services[name];
  if (service?.kind !== kind) throw new Error(`${system.name} declares no ${kind} called ${name}`);
  return service as OfKind<Kind>;
}

/** What a service's probes ask, and how often. */
export const probesOf = ({ health }: HttpService | StaticSite) => ({
  live: health.live,
  ready: health.ready,
  detailed: health.detailed,
  every: health.every.toString(),
  timeout: health.timeout.toString(),
  failures: health.failures,
});

export const beatOf = ({ heartbeat }: Singleton): string =>
  `every ${heartbeat.every.toString()}, ${heartbeat.missed} missed`;

export const sizeOf = ({ size }: Workload): string =>
  `${size.cpu.request.toString()} to ${size.cpu.limit.toString()} CPU, ${size.memory.toString()}`;

/**
 * The names of all variables of a service's container that are of these kinds, edges' and derived ones with the plain. Those of its
 * telemetry are alike for all programs and left out.
 */
export function variableNames(system: System, service: Workload, kind: "plain" | "secret"): string[] {
  return containerVariables(system, service)
    .filter(([, source]) => source !== "its traces" && source !== "its errors")
    .map(([name]) => name)
    .filter((name) => (system.variables[name]?.kind === "secret") === (kind === "secret"))
    .sort();
}

/** The plain value of a setting in each environment. */
export function settingOf(system: System, name: string): ByEnvironment<string> | undefined {
  const variable = system.variables[name];
  if (variable?.kind !== "setting") return undefined;
  const { value } = variable;
  return typeof value === "string" ? everywhere(value) : value;
}

/** What a secret begins with in each environment. */
export function prefixOf(system: System, name: string): ByEnvironment<string> | undefined {
  const variable = system.variables[name];
  return variable?.kind === "secret" ? variable.shape.prefix : undefined;
}

export const everywhere = (value: string): ByEnvironment<string> => ({
  dev: value,
  staging: value,
  production: value,
});

export const egressOf = (service: Workload): string[] =>
  "egress" in service ? service.egress.map(({ name }) => name).sort() : [];

/** Every objective, in words. */
export const objectivesOf = ({ objectives }: System): string[] =>
  objectives.map((objective) => {
    const target = objective.target.toString();
    if (objective.kind === "availability") return `${target} available`;
    if (objective.kind === "durability") return `${target} durable`;
    if (objective.kind === "uptime") return `${objective.services.join(", ")} ${target} up`;
    return `${objective.of} within ${objective.within.toString()} for ${target}`;
  });
