import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment.ts";

/** What the systems of an environment declare and Slipway does not build there yet. */
export function unbuiltStores({ name, systems }: Environment): readonly string[] {
  if (name === "dev") return [];
  return systems.flatMap(({ system }) =>
    system.database?.kind === "platform" ? [`${system.name}'s Postgres (CloudNativePG)`] : [],
  );
}

/**
 * Says in a preview what is declared and not built.
 * @throws RunError in an update: services without their database would only wait until their rollouts fail.
 */
export function announceUnbuilt(environment: Environment): void {
  const unbuilt = unbuiltStores(environment);
  if (unbuilt.length === 0) return;
  const message = `declared and not built yet in ${environment.name}: ${unbuilt.join(", ")}`;
  if (!pulumi.runtime.isDryRun())
    throw new pulumi.RunError(`${message}; an update is refused, since services would start without it`);
  void pulumi.log.warn(message);
}
