import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import type { System } from "../../../model/system.ts";
import { type Watch, watchedMetrics } from "../../../model/watch.ts";
import type { Tier, Workload } from "../../../model/workload.ts";
import { namespaceName } from "../../system-context.ts";

/** Where a watch looks: at one service, or at all that show what it goes by. */
export interface WatchedPart {
  readonly system: string;
  readonly environment: EnvironmentName;
  readonly namespace: string;
  /** The service's name; the system's own where several are counted together. */
  readonly part: string;
  readonly tier: Tier;
  /** The services, by name. */
  readonly services: ReadonlyMap<string, Workload>;
}

/** A watch and where it looks. */
export interface PlacedWatch {
  readonly watch: Watch;
  readonly at: WatchedPart;
}

/** What is spent is spent by all together; all else is told of each service by itself. */
const isSummed = ({ kind }: Watch): boolean => kind === "daily-limit" || kind === "cost";

/** The watches of a system in an environment, each at the services that it is about. Dev has none, as no Prometheus watches it. */
export function placedWatches(
  { name: environment }: Pick<Environment, "name">,
  { system }: Pick<SystemEnvironment, "system">,
): readonly PlacedWatch[] {
  if (environment === "dev") return [];
  const place = {
    system: system.name,
    environment,
    namespace: namespaceName({ system: system.name, environment }),
  };
  return system.watches.flatMap((watch): PlacedWatch[] => {
    const services = servicesOf(system, watch);
    if (isSummed(watch)) {
      const isCritical = services.some(([, { tier }]) => tier === "critical");
      const tier = isCritical ? "critical" : "standard";
      return [{ watch, at: { ...place, part: system.name, tier, services: new Map(services) } }];
    }
    return services.map(([part, service]) => ({
      watch,
      at: { ...place, part, tier: service.tier, services: new Map([[part, service]]) },
    }));
  });
}

const servicesOf = ({ services }: System, watch: Watch): readonly (readonly [string, Workload])[] => {
  const [first] = watchedMetrics(watch);
  const names = "service" in watch ? [watch.service] : (first?.by ?? []);
  return Object.entries(services).filter(([name]) => names.includes(name));
};
