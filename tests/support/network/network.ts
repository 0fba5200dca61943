import type { NetworkPolicy } from "kubernetes-types/networking/v1.d.ts";

/** A pod, as network policies see it. */
export interface Pod {
  readonly kind: "pod";
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ip: string;
  /** The node that it runs on. */
  readonly node: string;
  readonly ports: readonly PodPort[];
}

export interface PodPort {
  readonly number: number;
  readonly protocol: Protocol;
  readonly name?: string;
}

/** A node, which its own pods can't shut out. */
export interface Node {
  readonly kind: "node";
  readonly name: string;
  readonly ip: string;
}

/** Anything that is no pod of the cluster, by its address. */
export interface Host {
  readonly kind: "host";
  readonly ip: string;
}

export type End = Pod | Node | Host;

export type Protocol = "TCP" | "UDP" | "SCTP";

/** A connection to a port of `to`: of the pod, not of a Service in front of it. */
export interface Connection {
  readonly from: End;
  readonly to: End;
  readonly port: number;
  readonly protocol: Protocol;
}

/** What decides about connections: the labels of namespaces, and the policies in them. */
export interface Network {
  readonly namespaces: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly policies: readonly NetworkPolicy[];
}
