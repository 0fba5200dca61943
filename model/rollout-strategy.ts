import { type Duration, minutes, seconds } from "./quantities/duration.ts";

/** How a new release of a service takes the place of the old one. */
export type RolloutStrategy = Rolling | Canary | BlueGreen;

/** One pod after the other, each new one ready before an old one goes (DEP-25). Both versions answer meanwhile. */
export interface Rolling {
  readonly kind: "rolling";
}

/** Why a strategy may take longer than {@link longestPromotion}; absent: it may not. */
interface Slow {
  readonly slow?: string;
}

/** Shares of the traffic go to the new release, and each next one only once the last one's answers were good (DEP-27). */
export interface Canary extends Slow {
  readonly kind: "canary";
  /** The shares in percent, rising to 100. */
  readonly weights: readonly number[];
  /** How long each share below 100 is watched. @default 60 s */
  readonly pause: Duration;
}

/** The new release stands beside the old one in full, is looked at, and then takes all traffic at once (DEP-26). */
export interface BlueGreen extends Slow {
  readonly kind: "blue-green";
  /** How long it can be tested behind its own Service before it takes traffic. @default 60 s */
  readonly preview: Duration;
}

/** The shortest time in which Prometheus, which asks every 15 s, learns enough of a release to judge it. */
export const shortestPause = seconds(60);

/** Declares a {@link Rolling}. */
export const rolling = (): Rolling => ({ kind: "rolling" });

/** Declares a {@link Canary} in steps of one minute: `canary(10, 25, 50, 100)`. */
export const canary = (...weights: readonly number[]): Canary => ({
  kind: "canary",
  weights,
  pause: shortestPause,
});

/** Declares a {@link Canary} that takes longer than five minutes, with the reason: little traffic, or a slow start. */
export const slowCanary = (given: Omit<Canary, "kind"> & { readonly slow: string }): Canary => ({
  kind: "canary",
  ...given,
});

/** Declares a {@link BlueGreen}. */
export const blueGreen = (given: Partial<Omit<BlueGreen, "kind">> = {}): BlueGreen => ({
  kind: "blue-green",
  preview: shortestPause,
  ...given,
});

/** What a deployment may take (DEP-02). */
export const longestPromotion = minutes(5);

/** How long somebody watches after a release has all the traffic (DEP-06). It is no part of the deployment's time. */
export const watchAfterRelease = minutes(15);

/**
 * How long the pods of the last release stay, without traffic. It outlasts the watch, so that whoever goes back on
 * its ground finds pods that run (DEP-03).
 */
export const keptForRollback = watchAfterRelease.plus(minutes(5));

/** From a wanted pod to one that counts as available: as a rule, and not at worst, which is the startup budget. */
const podStart = seconds(25);

/** How long a release that took all the traffic at once is looked at, of which the first minute is for it to be seen. */
export const lookAfterFlip = seconds(90);

/** The shares of a canary at which it is judged: with all the traffic there is nothing left to hold back. */
export const judgedWeights = ({ weights }: Canary): readonly number[] =>
  weights.filter((weight) => weight < 100);

/**
 * How long a release takes when all is well. A canary: each share below 100 is watched, and may first need one more
 * round of pods. A blue-green one: its pods, the preview, and the look at what it answers.
 */
export function promotionTime(strategy: Canary | BlueGreen): Duration {
  return strategy.kind === "canary"
    ? strategy.pause.times(judgedWeights(strategy).length).plus(podStart.times(strategy.weights.length))
    : podStart.plus(strategy.preview).plus(lookAfterFlip);
}

/**
 * The most pods that a service has at once, with those that are going away. Rolling: all new ones beside all old ones.
 * Else three times its replicas: the stable release, the new one, and for {@link keptForRollback} the one before.
 */
export const podsAtPeak = ({ kind }: RolloutStrategy, replicas: number): number =>
  (kind === "rolling" ? 2 : 3) * replicas;
