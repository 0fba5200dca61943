import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { BlueGreen, Canary, RolloutStrategy } from "../../model/rollout-strategy.ts";

/** The second Service of a workload that is released by a Rollout, in front of the new release alone. */
export const newReleaseService = (name: string, { kind }: Pick<Canary | BlueGreen, "kind">): string =>
  `${name}-${kind === "canary" ? "canary" : "preview"}`;

/** Whether a strategy takes Argo Rollouts to carry it out, with a Rollout in place of a Deployment. */
export const isRolledOut = (strategy: RolloutStrategy): strategy is Canary | BlueGreen =>
  strategy.kind !== "rolling";

/**
 * What Argo Rollouts adds to the selector of a Rollout's Services: the release that each is in front of. A selector
 * belongs to one owner as a whole, so an update that stated it would take the addition away, and traffic meant for one
 * release would reach both until Argo puts it back.
 */
export const ownedByArgo: Pick<CustomResourceOptions, "ignoreChanges"> = { ignoreChanges: ["spec.selector"] };
