import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { type Objective, objectiveName } from "../../../model/objective.ts";
import { storeServices } from "../../../model/store-services.ts";
import type { System } from "../../../model/system.ts";
import type { Tier, Workload } from "../../../model/workload.ts";
import { namespaceName } from "../../system-context.ts";
import type { Indicator, MeasuredService } from "../service-level-indicators.ts";
import { type DueTicks, freshnessOf, type QueuedWork } from "./freshness-level.ts";
import { programReachability, type Reachability, reachabilityOf } from "./reachability.ts";
import { requestsOf, serviceObjectives, type ServingService } from "./service-objectives.ts";
import { timedWork } from "./shown-work.ts";
import { keptWithin, reachedFromOutside, type State } from "./state-level.ts";

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
  readonly indicator: Indicator | DueTicks | QueuedWork | State;
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
  const ofServices = Object.entries(system.services).flatMap(([part, service]) => {
    const measured = { namespace, name: part };
    return [
      ...(isServing(service) ? requestLevels(measured, system.objectives, service) : []),
      ...workLevels(measured, system.objectives, service),
    ].map((found) => ({
      ...found,
      ...identityOf({ system: system.name, environment, namespace, part }, found.objective),
      tier: service.tier,
    }));
  });
  return [...ofServices, ...databaseLevels(system, { environment, namespace })];
}

type Whose = Pick<ServiceLevel, "system" | "environment" | "namespace" | "part">;

const identityOf = (whose: Whose, objective: Objective) => ({
  id: `${whose.system}-${whose.part}-${objectiveName(objective)}`,
  ...whose,
});

/** By what is kept of the system's database. One that somebody else runs is theirs to keep. */
const databaseLevels = (
  { name: system, database, objectives }: System,
  { environment, namespace }: Pick<ServiceLevel, "environment" | "namespace">,
): readonly ServiceLevel[] =>
  objectives.flatMap((objective): ServiceLevel[] => {
    if (objective.kind !== "durability" || database?.kind !== "platform") return [];
    const part = storeServices.database.name;
    return [
      {
        ...identityOf({ system, environment, namespace, part }, objective),
        tier: "critical",
        objective,
        indicator: keptWithin(namespace, database),
        reachability: programReachability({ namespace, name: part }),
      },
    ];
  });

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
    if (objective.kind === "uptime" && objective.services.includes(measured.name))
      return [{ objective, indicator: reachedFromOutside(measured), reachability }];
    return [];
  });

/** A service, and how to tell that none of its pods is there. */
export interface WatchedService {
  readonly name: string;
  readonly tier: Tier;
  /** Whether it answers requests. The others find their work themselves. */
  readonly isServing: boolean;
  readonly reachability: Pick<Reachability, "down">;
}

/**
 * The services of a system that answer requests or show metrics: of the others Prometheus can't tell whether they are there. Dev has none, as no
 * Prometheus watches it.
 */
export function watchedServices(
  { name: environment }: Pick<Environment, "name">,
  { system }: Pick<SystemEnvironment, "system">,
): readonly WatchedService[] {
  if (environment === "dev") return [];
  const namespace = namespaceName({ system: system.name, environment });
  return Object.entries(system.services).flatMap(([name, service]): WatchedService[] => {
    const { tier } = service;
    const measured = { namespace, name };
    if (isServing(service))
      return [{ name, tier, isServing: true, reachability: reachabilityOf(measured, service) }];
    return service.metrics === undefined
      ? []
      : [{ name, tier, isServing: false, reachability: programReachability(measured) }];
  });
}

const isServing = (service: Workload): service is ServingService =>
  service.kind === "http-service" || service.kind === "static-site";
