import type { KubernetesObject } from "@kubernetes/client-node";
import { isRolledOut } from "../../components/releases/rollout-services.ts";
import { longestRelease } from "../../components/releases/rollout.ts";
import { namespaceName } from "../../components/system-context.ts";
import { parseEnvironment } from "../../config/parse-environment.ts";
import { configuredEnvironment } from "../../config/stack-files.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import { minutes } from "../../model/quantities/duration.ts";
import { strategyOf } from "../../model/strategy-in-force.ts";
import { takesTraffic } from "../../model/time-limits.ts";
import { systems } from "../../systems/all.ts";
import { clusterOf } from "./connection.ts";
import { recordedResources, type StateResource } from "./engine-state.ts";
import { followRollouts, lookIn } from "./follow-rollouts.ts";
import { recordedObject } from "./identity.ts";
import type { LiveStack } from "./live-stack.ts";

/**
 * Follows the releases of a stack that go by steps to their end: the engine is done when a Rollout is changed, and its
 * release has only begun then.
 * @returns The exit code of {@link followRollouts}; `undefined` where the stack releases nothing by steps.
 */
export async function followReleases({
  stack,
  environment,
}: Pick<LiveStack, "stack" | "environment">): Promise<number | undefined> {
  const rollouts = recordedRollouts(await recordedResources(stack, environment));
  if (rollouts.length === 0) return undefined;
  console.log("Following the releases …");
  return followRollouts(rollouts, {
    look: await lookIn(await clusterOf(stack)),
    secondsFor: releaseSeconds(stack),
  });
}

/** The Rollouts that a state records. */
export const recordedRollouts = (state: readonly StateResource[]): readonly KubernetesObject[] =>
  state
    .filter(({ type, delete: isLeaving }) => type.startsWith("kubernetes:argoproj.io/") && isLeaving !== true)
    .flatMap(recordedObject)
    .filter(({ kind }) => kind === "Rollout");

/** How many seconds each release of a stack may take, by its declaration. */
export function releaseSeconds(stack: EnvironmentName): (rollout: KubernetesObject) => number {
  const environment = parseEnvironment(systems, stack, configuredEnvironment(stack));
  const declared = new Map<string, number>(
    environment.systems.flatMap(({ system }) =>
      Object.entries(system.services).flatMap(([name, service]) => {
        const strategy = strategyOf(service, stack);
        return takesTraffic(service) && isRolledOut(strategy)
          ? [
              [
                `${namespaceName({ system: system.name, environment: stack })}/${name}`,
                longestRelease(service, strategy).wholeSeconds,
              ] as const,
            ]
          : [];
      }),
    ),
  );
  // One that the declaration no longer has is on its way out, and has no time of its own.
  return ({ metadata }) =>
    declared.get(`${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`) ?? minutes(10).wholeSeconds;
}
