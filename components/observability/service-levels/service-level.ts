import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { type Availability, type Latency, objectiveName } from "../../../model/objective.ts";
import type { Tier } from "../../../model/workload.ts";
import { namespaceName } from "../../system-context.ts";
import type { Indicator } from "../service-level-indicators.ts";
import { type Reachability, reachabilityOf } from "./reachability.ts";
import { requestsOf, serviceObjectives, type ServingService } from "./service-objectives.ts";

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
  readonly objective: Availability | Latency;
  readonly indicator: Indicator;
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
  return servingServices(system.services).flatMap(([part, service]) =>
    serviceObjectives(system.objectives, part, service, requestsOf({ namespace, name: part }, service)).map(
      (found) => ({
        ...found,
        id: `${system.name}-${part}-${objectiveName(found.objective)}`,
        system: system.name,
        environment,
        namespace,
        part,
        tier: service.tier,
        reachability: reachabilityOf({ namespace, name: part }, service),
      }),
    ),
  );
}

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
    service.kind === "http-service" || service.kind === "static-site" ? [[name, service] as const] : [],
  );
