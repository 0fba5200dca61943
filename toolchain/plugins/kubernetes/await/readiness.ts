import type { KubernetesObject } from "../cluster/kubernetes-object.ts";

export interface RelatedKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** All that is known of an object and its kin at one moment. */
export interface Observation {
  readonly object: KubernetesObject;
  /** Every object of a related kind in the object's namespace. */
  readonly related: (kind: RelatedKind) => readonly KubernetesObject[];
  /** Milliseconds for which nothing has changed. */
  readonly quietMilliseconds: number;
}

export interface Judgement {
  readonly isReady: boolean;
  /** What it is doing, in a line for the display. */
  readonly progress: string;
  /** What is wrong as far as the objects themselves tell. */
  readonly problems: readonly string[];
  /** It will not become ready any more, so that waiting is idle. */
  readonly isHopeless?: boolean;
  /** Time alone may change the judgement after so many milliseconds. */
  readonly judgeAgainAfter?: number;
  /** Objects whose events belong to this object's story. */
  readonly kin?: readonly KubernetesObject[];
}

/** When an object of a kind is ready, and what is wrong while it is not. Judging looks at plain objects only. */
export interface ReadinessRule {
  readonly related: readonly RelatedKind[];
  judge(observation: Observation): Judgement;
}

export const ready = (progress = ""): Judgement => ({ isReady: true, progress, problems: [] });

export const waiting = (progress: string, problems: readonly string[] = []): Judgement => ({
  isReady: false,
  progress,
  problems,
});
