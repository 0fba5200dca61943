import type { Percentage } from "./quantities/percentage.ts";

/** How many replicas run: a fixed number, or a range that an autoscaler moves in. Never both (POL-12, SCL-02). */
export type Scaling = FixedReplicas | Autoscaled;

export interface FixedReplicas {
  readonly kind: "fixed";
  readonly replicas: number;
}

export interface Autoscaled {
  readonly kind: "autoscaled";
  readonly minimum: number;
  readonly maximum: number;
  /** CPU use, as a share of the request, that the autoscaler aims at. */
  readonly cpu: Percentage;
  /** Memory use, as a share of what is promised, that it aims at: for what keeps its work in memory. */
  readonly memory?: Percentage;
  /** Requests a second that one pod answers, for what takes traffic (SCL-03). */
  readonly requestsPerSecond?: number;
}

/** A fixed number of replicas. */
export const replicas = (count: number): FixedReplicas => ({ kind: "fixed", replicas: count });

/** A number of replicas that follows use between two bounds; of several measures the one that asks for most counts. */
export const autoscale = (bounds: Omit<Autoscaled, "kind">): Autoscaled => ({
  kind: "autoscaled",
  ...bounds,
});

/** The most replicas that can run at once, apart from those of a rollout under way. */
export const mostReplicas = (scaling: Scaling): number =>
  scaling.kind === "fixed" ? scaling.replicas : scaling.maximum;

/** The fewest replicas that run while nothing fails. */
export const fewestReplicas = (scaling: Scaling): number =>
  scaling.kind === "fixed" ? scaling.replicas : scaling.minimum;
