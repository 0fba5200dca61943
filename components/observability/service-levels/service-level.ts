import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { type Objective, objectiveName } from "../../../model/objective.ts";
import type { Tier, Workload } from "../../../model/workload.ts";
import { namespaceName } from "../../system-context.ts";
import type { Indicator, MeasuredService } from "../service-level-indicators.ts";
import { type DueTicks, freshnessOf, type QueuedWork } from "./freshness-level.ts";
import { programReachability, type Reachability, reachabilityOf } from "./reachability.ts";
import { requestsOf, serviceObjectives, type ServingService } from "./service-objectives.ts";
import { timedWork } from "./shown-work.ts";

/** An objective at one service in one environment: what is recorded, and what is alerted on. */
export interface ServiceLevel {
  /** Unique within an environment: `atlas-ux-web-availability`. */
  readonly id: string;
  readonly system: string;
  readonly environment: EnvironmentName;
  readonly namespace: string;
  /** The service that is measured. */
  readonly part: string;
  readonly tier: Tier;
  readonly objective: Objective;
  readonly indicator: Indicator | DueTicks | QueuedWork;
  readonly reachability: Reachability;
}

/**
 * The objectives of a system that are measured in an environment, at each of its services that they concern. Dev has none, as no
 * Prometheus watches it.
 */
export function serviceLevels(
  { name: environment }: Pick<Environment, "name">,
  { system }: Pick<SystemEnvironment, "system">,
): readonly ServiceLevel[] {
  if (environment === "dev") return [];
  const namespace = namespaceName({ system: system.name, environment });
  return Object.entries(system.services).flatMap(([part, service]) => {
    const measured = { namespace, name: part };
    return [
      ...(isServing(service) ? requestLevels(measured, system.objectives, service) : []),
      ...workLevels(measured, system.objectives, service),
    ].map((found) => ({
      ...found,
      id: `${system.name}-${part}-${objectiveName(found.objective)}`,
      system: system.name,
      environment,
      namespace,
      part,
      tier: service.tier,
    }));
  });
}

type MeasuredObjective = Pick<ServiceLevel, "objective" | "indicator" | "reachability">;

/** By the requests of a service. */
const requestLevels = (
  measured: MeasuredService,
  objectives: readonly Objective[],
  service: ServingService,
): readonly MeasuredObjective[] =>
  serviceObjectives(objectives, measured.name, service, requestsOf(measured, service)).map((found) => ({
    ...found,
    reachability: reachabilityOf(measured, service),
  }));

/** By what a service shows of its own work. */
const workLevels = (
  measured: MeasuredService,
  objectives: readonly Objective[],
  service: Workload,
): readonly MeasuredObjective[] =>
  objectives.flatMap((objective): MeasuredObjective[] => {
    const reachability = programReachability(measured);
    if (objective.kind === "freshness" && objective.service === measured.name && "heartbeat" in service)
      return [{ objective, indicator: freshnessOf(measured, objective, service), reachability }];
    if (objective.kind === "latency" && objective.measured && objective.services.includes(measured.name))
      return [
        { objective, indicator: timedWork(measured, objective.measured, objective.within), reachability },
      ];
    return [];
  });

/** A service that answers requests, and how to tell that it does not. */
export interface WatchedService {
  readonly name: string;
  readonly tier: Tier;
  readonly reachability: Reachability;
}

/** The services of a system that answer requests. Dev has none, as no Prometheus watches it. */
export function watchedServices(
  { name: environment }: Pick<Environment, "name">,
  { system }: Pick<SystemEnvironment, "system">,
): readonly WatchedService[] {
  if (environment === "dev") return [];
  const namespace = namespaceName({ system: system.name, environment });
  return servingServices(system.services).map(([name, service]) => ({
    name,
    tier: service.tier,
    reachability: reachabilityOf({ namespace, name }, service),
  }));
}

const servingServices = (
  services: SystemEnvironment["system"]["services"],
): readonly (readonly [string, ServingService])[] =>
  Object.entries(services).flatMap(([name, service]) =>
    isServing(service) ? [[name, service] as const] : [],
  );

const isServing = (service: Workload): service is ServingService =>
  service.kind === "http-service" || service.kind === "static-site";
