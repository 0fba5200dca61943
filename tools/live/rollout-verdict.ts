/** What is read of a Rollout (`argoproj.io/v1alpha1`) to know how a release goes. */
export interface LiveRollout {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly generation: number };
  readonly spec: { readonly paused?: boolean };
  readonly status?: RolloutStatus;
}

interface RolloutStatus {
  /** A number as text, since what it once held was a hash. */
  readonly observedGeneration?: string;
  readonly phase?: string;
  readonly message?: string;
  readonly abort?: boolean;
  readonly pauseConditions?: readonly { readonly reason: string }[];
  readonly canary?: {
    readonly weights?: { readonly canary: { readonly weight: number } };
    readonly currentStepAnalysisRunStatus?: AnalysisStatus;
  };
  readonly blueGreen?: { readonly postPromotionAnalysisRunStatus?: AnalysisStatus };
}

interface AnalysisStatus {
  readonly status: string;
  readonly message?: string;
}

/** How a release stands: it goes on, it is through, or it needs somebody. */
export interface Verdict {
  readonly kind: "progressing" | "healthy" | "failed";
  /** In words, after the Rollout's name. */
  readonly text: string;
}

const inconclusive = "InconclusiveAnalysisRun";

/** What a Rollout's status says of its latest release. A status about an older generation says nothing. */
export function verdictOn({ metadata, spec, status = {} }: LiveRollout): Verdict {
  if (status.observedGeneration !== String(metadata.generation))
    return going("not yet seen by Argo Rollouts");
  if (status.abort === true) return failed(`was called off. ${reasonIn(status)}`);
  if (status.phase === "Degraded") return failed(stuck(metadata, status));
  if (status.pauseConditions?.some(({ reason }) => reason === inconclusive) === true) {
    return failed(undecided(metadata, status));
  }
  if (spec.paused === true) {
    return failed("is paused by hand (spec.paused), so its release does not go on");
  }
  if (status.phase === "Healthy") return { kind: "healthy", text: "has all the traffic" };
  return going(status.phase === "Paused" ? "waits before the next step" : progressOf(status));
}

const going = (text: string): Verdict => ({ kind: "progressing", text });
const failed = (text: string): Verdict => ({ kind: "failed", text });

const reasonIn = ({ message = "Argo Rollouts gives no reason" }: RolloutStatus): string => message;

/** The commands of Argo Rollouts' own program that end a release that waits for a person. */
const promote = ({ name, namespace }: LiveRollout["metadata"]): string =>
  `"kubectl argo rollouts promote ${name} --namespace ${namespace}"`;
const abort = ({ name, namespace }: LiveRollout["metadata"]): string =>
  `"kubectl argo rollouts abort ${name} --namespace ${namespace}"`;

/** Such a release has no traffic, and keeps its pods, which count for the disruption budget: no node can be drained. */
const stuck = (metadata: LiveRollout["metadata"], status: RolloutStatus): string =>
  [
    `stands still. ${reasonIn(status)}`,
    `It has no traffic, and its pods stay until the next release, or until you take it back: ${abort(metadata)}.`,
  ].join("\n  ");

function progressOf({ canary, message = "on its way" }: RolloutStatus): string {
  const weight = canary?.weights?.canary.weight ?? 0;
  if (weight === 0) return message;
  const analysis = canary?.currentStepAnalysisRunStatus?.status;
  return `${weight} % of the traffic${analysis === undefined ? "" : `, analysis ${analysis.toLowerCase()}`}`;
}

function undecided(metadata: LiveRollout["metadata"], { canary, blueGreen }: RolloutStatus): string {
  const { message } = canary?.currentStepAnalysisRunStatus ??
    blueGreen?.postPromotionAnalysisRunStatus ?? { message: undefined };
  return [
    `waits for a person, since its analysis could tell neither good from bad${message === undefined ? "" : ` (${message})`}: too few requests reached it, or Prometheus has no numbers of it.`,
    `Send it requests and try again, or go on unjudged: ${promote(metadata)}.`,
    `Back to the last release: ${abort(metadata)}.`,
  ].join("\n  ");
}
