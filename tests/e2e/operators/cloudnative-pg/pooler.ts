import type { KubernetesObject } from "../kubernetes-object.ts";

/** The part of a CloudNativePG `Pooler` that is played. The API server has filled in the defaults of its schema. */
export interface PostgresPooler extends KubernetesObject {
  readonly spec: {
    readonly cluster: { readonly name: string };
    readonly type?: "rw" | "ro" | "r";
    readonly instances?: number;
    readonly deploymentStrategy?: unknown;
    readonly pgbouncer: {
      readonly poolMode?: string;
      readonly parameters?: Readonly<Record<string, string>>;
      readonly pg_hba?: readonly string[];
    };
    readonly template?: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
      readonly spec?: PodTemplate;
    };
  };
  readonly status?: { readonly instances?: number };
}

/** The pod that a pooler's template begins with. */
export interface PodTemplate {
  readonly containers?: readonly ContainerTemplate[];
  readonly initContainers?: readonly ContainerTemplate[];
  readonly [field: string]: unknown;
}

export interface ContainerTemplate {
  readonly name: string;
  readonly image?: string;
  readonly resources?: unknown;
}

/** The label that tells a pooler's pods from its cluster's. */
export const poolerMember = "cnpg.io/poolerName";

/** Which pooler an object belongs to. */
export const poolerOf = ({ metadata }: KubernetesObject): string | undefined =>
  metadata.labels?.[poolerMember];

/** Where its clients connect, in the pod and at the Service. */
export const poolerPort = 5432;
