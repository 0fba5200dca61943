import type { SystemEnvironment } from "../../config/environment.ts";
import { redis } from "../../model/cache.ts";

/** A system of an environment as it would be if its Redis had replicas, as none of the stacks' has. */
export function withReplicas(own: SystemEnvironment): SystemEnvironment {
  const { cache } = own.system;
  if (cache?.kind !== "platform") throw new Error(`${own.system.name} has no Redis of the platform's`);
  return { ...own, system: { ...own.system, cache: redis({ ...cache, instances: 3 }) } };
}
