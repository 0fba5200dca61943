import { InitializationFailure } from "../../protocol/initialization-failure.ts";
import { skipsAwait, waitedFor, waitingTime } from "../annotations.ts";
import { readinessOf } from "../await/readiness-rules.ts";
import type { ReadinessRule } from "../await/readiness.ts";
import { waitForRule } from "../await/wait-for.ts";
import { NotReadyError, waitUntilReady } from "../await/wait.ts";
import { messageOf } from "../cluster/api-error.ts";
import type { ClusterSession } from "../cluster/cluster-session.ts";
import { objectId, type KubernetesObject } from "../cluster/kubernetes-object.ts";
import { stateOf, type RecordedObject } from "./object-state.ts";
import type { OperationContext } from "./operation-context.ts";

export interface Readiness {
  readonly urn: string;
  /** What was sent, whose annotations say how to wait. */
  readonly sent: KubernetesObject;
  readonly recorded: RecordedObject;
  readonly timeoutSeconds: number;
}

/** What the object is waited for, if anything. */
export function ruleFor(object: KubernetesObject): ReadinessRule | undefined {
  if (skipsAwait(object)) return undefined;
  const expressions = waitedFor(object);
  return expressions.length > 0 ? waitForRule(expressions) : readinessOf(object)?.rule;
}

/**
 * Waits until the object is ready, and answers its state then. @throws InitializationFailure with the state that
 * was reached, so that the engine records the object and a later update goes on with it.
 */
export async function readyState(
  context: OperationContext,
  session: ClusterSession,
  { urn, sent, recorded, timeoutSeconds }: Readiness,
): Promise<ReturnType<typeof stateOf>> {
  const { live } = recorded;
  try {
    const rule = ruleFor(sent);
    if (rule === undefined) return stateOf(recorded);
    const ready = await waitUntilReady(session, {
      rule,
      object: live,
      milliseconds: waitingTime(sent, timeoutSeconds),
      cancelled: context.cancelled,
      status: (text) => {
        context.log.status(urn, text);
      },
    });
    return stateOf({ ...recorded, live: ready });
  } catch (error) {
    const isNotReady = error instanceof NotReadyError;
    const reached = isNotReady ? error.object : live;
    throw new InitializationFailure(
      `"${objectId(live)}" is in the cluster, but it failed to fully initialize or become live: ${messageOf(error)}`,
      { id: objectId(live), state: stateOf({ ...recorded, live: reached }) },
      isNotReady ? error.reasons : [],
    );
  }
}
