import type { EnvironmentName } from "./environment-name.ts";
import { blueGreen, canary, rolling, type RolloutStrategy } from "./rollout-strategy.ts";
import type { HttpService, StaticSite, Workload } from "./workload.ts";

const canHaveStrategy = (service: Workload): service is HttpService | StaticSite =>
  service.kind === "http-service" || service.kind === "static-site";

/**
 * The strategy of a service in an environment. Dev rolls always. Elsewhere it is the declared one; without one, a
 * critical service is released by a canary (DEP-28), or by blue-green where no gateway could split its traffic, and
 * any other one rolls.
 */
export function strategyOf(service: Workload, environment: EnvironmentName): RolloutStrategy {
  if (environment === "dev" || !canHaveStrategy(service)) return rolling();
  if (service.rollout) return service.rollout;
  if (service.tier !== "critical") return rolling();
  return service.public ? canary(10, 25, 50, 100) : blueGreen();
}
