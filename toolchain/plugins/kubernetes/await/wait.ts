import type { ClusterSession } from "../cluster/cluster-session.ts";
import { referenceTo, type KubernetesObject } from "../cluster/kubernetes-object.ts";
import { ChangeSignal } from "./change-signal.ts";
import { withEventProblems } from "./event-problems.ts";
import { observeObject } from "./observed-object.ts";
import { waiting, type Judgement, type ReadinessRule } from "./readiness.ts";

export interface Wait {
  readonly rule: ReadinessRule;
  /** The object as the API server answered it. */
  readonly object: KubernetesObject;
  readonly milliseconds: number;
  readonly cancelled: AbortSignal;
  readonly status: (text: string) => void;
}

/** Waiting came to an end without the object being ready. */
export class NotReadyError extends Error {
  override readonly name = "NotReadyError";
  readonly object: KubernetesObject;
  readonly reasons: readonly string[];

  constructor(message: string, object: KubernetesObject, reasons: readonly string[]) {
    super(message);
    this.object = object;
    this.reasons = reasons;
  }
}

/** Watches the object and its kin until the rule calls it ready, and answers it as it is then. @throws NotReadyError */
export async function waitUntilReady(session: ClusterSession, wait: Wait): Promise<KubernetesObject> {
  const { rule, cancelled } = wait;
  const { namespace, name } = referenceTo(wait.object);
  const deadline = Date.now() + wait.milliseconds;
  const changes = new ChangeSignal(cancelled);
  let changedAt = Date.now();
  const observed = await observeObject(session, wait.object, rule.related, () => {
    changedAt = Date.now();
    changes.tell();
  });
  let object = wait.object;
  let judgement: Judgement = waiting("");
  let said = "";

  const failure = async (message: string): Promise<NotReadyError> => {
    const events = namespace === "" ? [] : await session.api.warningEvents(namespace).catch(() => []);
    const kin = [object, ...(judgement.kin ?? [])];
    const blind = observed.failure();
    const whole = blind === undefined ? message : `${message}; ${blind}`;
    return new NotReadyError(whole, object, withEventProblems(judgement.problems, events, kin));
  };

  try {
    for (;;) {
      const latest = observed.latest();
      if (latest === undefined) throw await failure(`'${name}' was deleted while it was waited for`);
      object = latest;
      const related = observed.related();
      if (related !== undefined) {
        const quietMilliseconds = Date.now() - changedAt;
        judgement = rule.judge({ object, related, quietMilliseconds });
      }
      if (judgement.isReady) return object;
      if (judgement.isHopeless === true) throw await failure(`'${name}' can't become Ready any more`);
      if (judgement.progress !== said) wait.status(judgement.progress);
      said = judgement.progress;
      const left = deadline - Date.now();
      if (cancelled.aborted) throw await failure(`Resource operation was cancelled for "${name}"`);
      if (left <= 0)
        throw await failure(`'${name}' timed out waiting to be Ready, after ${wait.milliseconds / 1000} s`);
      await changes.next(Math.min(left, judgement.judgeAgainAfter ?? left));
    }
  } finally {
    observed.close();
    if (said !== "") wait.status("");
  }
}
