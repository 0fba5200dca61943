import type { Duration } from "../../model/quantities/duration.ts";

/** What is looked at after a release (DEP-06). */
export const signalKinds = ["objectives", "pods", "restarts", "memory", "CPU"] as const;

export type SignalKind = (typeof signalKinds)[number];

/** Something of one service that is looked at again and again after a release. */
export interface Signal {
  /** Unique among those that are looked at together. */
  readonly key: string;
  readonly kind: SignalKind;
  /** The service, with its system: `atlas-ux/web`. */
  readonly service: string;
  /** What is promised or allowed, in words. */
  readonly bound: string;
  /** Path of the page that says what to do, from the project's folder. */
  readonly page: string;
  /**
   * PromQL, by names of its own.
   * @returns Nothing while it is too early: what was before the release must not be held against it.
   */
  readonly queries: (sinceRelease: Duration) => Readonly<Record<string, string>> | undefined;
  /** What answers mean. @returns Nothing where nobody can tell. */
  readonly read: (answers: Readonly<Record<string, number | undefined>>) => Reading | undefined;
}

/** What one look at a signal has seen. */
export interface Reading {
  /** How near it is to what is not allowed: from 0 on; above 1 it is beyond. */
  readonly load: number;
  /** Whether it is beyond what is allowed, by enough to count. */
  readonly isBreach: boolean;
  /** The number, in words. */
  readonly text: string;
}
