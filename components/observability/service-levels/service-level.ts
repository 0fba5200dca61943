import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import type { Availability, Latency } from "../../../model/objective.ts";
import type { Tier } from "../../../model/workload.ts";
import { namespaceName } from "../../system-context.ts";
import { isScraped } from "../scraped.ts";
import type { Indicator } from "../service-level-indicators.ts";
import { objectiveName, requestsOf, serviceObjectives, type ServingService } from "./service-objectives.ts";

/** An objective at one service in one environment: what is recorded, and what is alerted on. */
export interface ServiceLevel {
  /** Unique within an environment: `atlas-ux-web-availability`. */
  readonly id: string;
  readonly system: string;
  readonly environment: string;
  readonly owner: string;
  readonly namespace: string;
  /** The service that is measured. */
  readonly part: string;
  readonly tier: Tier;
  readonly objective: Availability | Latency;
  readonly indicator: Indicator;
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
        owner: system.owner,
        namespace,
        part,
        tier: service.tier,
      }),
    ),
  );
}

/** The services whose pods Prometheus asks, by the labels that it gives them. */
export const scrapedServices = (
  environment: Pick<Environment, "name">,
  { system }: Pick<SystemEnvironment, "system">,
): readonly { readonly name: string; readonly tier: Tier }[] =>
  Object.entries(system.services)
    .filter(([, service]) => isScraped(environment.name, service))
    .map(([name, { tier }]) => ({ name, tier }));

const servingServices = (
  services: SystemEnvironment["system"]["services"],
): readonly (readonly [string, ServingService])[] =>
  Object.entries(services).flatMap(([name, service]) =>
    service.kind === "http-service" || service.kind === "static-site" ? [[name, service] as const] : [],
  );
