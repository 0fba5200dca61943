import type { Condition } from "../condition.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import type { ManagedRole, RolesStatus } from "./managed-roles.ts";

/** The part of a CloudNativePG `Cluster` that is played. The API server has filled in the defaults of its schema. */
export interface PostgresCluster extends KubernetesObject {
  readonly spec: {
    readonly instances: number;
    readonly imageName?: string;
    readonly imagePullPolicy?: string;
    readonly postgresUID?: number;
    readonly postgresGID?: number;
    readonly enablePDB?: boolean;
    readonly priorityClassName?: string;
    readonly stopDelay?: number;
    readonly resources?: Readonly<Record<string, unknown>>;
    readonly storage?: Storage;
    readonly walStorage?: Storage;
    readonly bootstrap?: {
      readonly initdb?: Initdb;
      readonly recovery?: unknown;
      readonly pg_basebackup?: unknown;
    };
    readonly postgresql?: {
      readonly parameters?: Readonly<Record<string, string>>;
      readonly pg_hba?: readonly string[];
    };
    readonly plugins?: readonly { readonly isWALArchiver?: boolean }[];
    readonly affinity?: { readonly nodeSelector?: unknown; readonly tolerations?: unknown };
    readonly inheritedMetadata?: {
      readonly labels?: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
    };
    readonly managed?: {
      readonly services?: { readonly disabledDefaultServices?: readonly string[] };
      readonly roles?: readonly ManagedRole[];
    };
  };
  readonly status?: {
    readonly phase?: string;
    readonly phaseReason?: string;
    readonly conditions?: readonly Condition[];
    readonly secretsResourceVersion?: { readonly applicationSecretVersion?: string };
    readonly managedRolesStatus?: RolesStatus;
  };
}

export interface Storage {
  readonly size?: string;
  readonly storageClass?: string;
}

export interface Initdb {
  readonly database?: string;
  readonly owner?: string;
  readonly secret?: { readonly name?: string };
  readonly dataChecksums?: boolean;
  readonly postInitSQL?: readonly string[];
  readonly postInitTemplateSQL?: readonly string[];
  readonly postInitApplicationSQL?: readonly string[];
}

/** The names that the operator derives from a cluster's. */
export const nameOf = {
  instance: ({ metadata }: PostgresCluster): string => `${metadata.name}-1`,
  walVolume: ({ metadata }: PostgresCluster): string => `${metadata.name}-1-wal`,
  service: ({ metadata }: PostgresCluster, role: "rw" | "ro" | "r"): string => `${metadata.name}-${role}`,
  /** The Secret with the certificate of a cluster's server. */
  serverCertificate: (cluster: string): string => `${cluster}-server`,
  /** The Secret with the certificate of PgBouncer's user. */
  lookupCertificate: (cluster: string): string => `${cluster}-pooler`,
  /** Only of the played operator: what the container starts with. */
  settings: ({ metadata }: PostgresCluster): string => `${metadata.name}-played`,
  /** The Secret with the name and the password of the application's user. */
  credentials: ({ metadata, spec }: PostgresCluster): string =>
    spec.bootstrap?.initdb?.secret?.name ?? `${metadata.name}-app`,
} as const;

/** The database and its owner; where only one is named, so is the other. */
export function application({ spec }: PostgresCluster): {
  readonly database: string;
  readonly owner: string;
} {
  const { database, owner } = spec.bootstrap?.initdb ?? {};
  return { database: database ?? owner ?? "app", owner: owner ?? database ?? "app" };
}

/** What a cluster asks for that is more than the played operator can do; it must not look as if it were done. */
export function unplayed({ spec }: PostgresCluster): string | undefined {
  if (spec.imageName === undefined) return "the image must be given in spec.imageName";
  if (spec.bootstrap?.recovery !== undefined) return "a recovery from a backup is not played";
  if (spec.bootstrap?.pg_basebackup !== undefined) return "a bootstrap from another server is not played";
  return undefined;
}
