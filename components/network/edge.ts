import type { Cidr } from "../../model/cidr.ts";
import type { OperatorName } from "../cluster/operator-namespaces.ts";

/** One way that connections may go. Whatever is on no edge is denied. */
export interface Edge {
  readonly from: Part | PlatformPods;
  readonly to: Part | PlatformPods | External | ApiServer;
  /** Where `to` listens: ports of pods, not of the Services in front of them. */
  readonly ports: readonly EdgePort[];
  /** What goes over it, as a sentence without its full stop. */
  readonly meaning: string;
}

export interface EdgePort {
  readonly number: number;
  readonly protocol: "TCP" | "UDP";
}

/** Pods of the system itself: a service, a task or a data store, by its name. */
export interface Part {
  readonly kind: "part";
  readonly name: string;
}

/** Pods of the platform. */
export interface PlatformPods {
  readonly kind: "platform";
  readonly name: OperatorName;
}

/** A host outside the cluster. */
export interface External {
  readonly kind: "external";
  readonly name: string;
  /** The addresses it answers from. Absent: anywhere on the internet. */
  readonly cidrs?: readonly Cidr[];
}

/** The cluster's API server, which is no pod. */
export interface ApiServer {
  readonly kind: "cluster";
  readonly name: "api-server";
  /** Absent: nobody said. */
  readonly cidrs?: readonly Cidr[];
}

/** Pods of the system, as the end of an edge. */
export const part = (name: string): Part => ({ kind: "part", name });

/** Pods of the platform, as the end of an edge. */
export const platform = (name: OperatorName): PlatformPods => ({ kind: "platform", name });

/** The TCP ports of an edge, each once. */
export const tcp = (...numbers: readonly number[]): EdgePort[] =>
  [...new Set(numbers)].map((number) => ({ number, protocol: "TCP" }));
