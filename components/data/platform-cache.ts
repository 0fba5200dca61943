import type { SystemEnvironment } from "../../config/environment.ts";
import type { PlatformRedis } from "../../model/cache.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import type { System } from "../../model/system.ts";

/** Whether the platform runs a system's Redis in this environment: in dev always. */
export const runsOwnCache = (environment: EnvironmentName, { cache }: Pick<System, "cache">): boolean =>
  cache !== undefined && (cache.kind === "platform" || environment === "dev");

/** A system's Redis where it has replicas, which nobody's does where secrets are made up: that is in dev. */
export const replicatedCache = ({
  system: { cache },
  secrets,
}: Pick<SystemEnvironment, "system" | "secrets">): PlatformRedis | undefined =>
  cache?.kind === "platform" && cache.instances > 1 && secrets.kind !== "generated" ? cache : undefined;
