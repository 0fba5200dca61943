import type { PodAntiAffinity, ResourceRequirements } from "kubernetes-types/core/v1.d.ts";
import { type ClusterKey, clusterName, type DatabaseCluster, keyOf } from "../../model/database-cluster.ts";
import type { PlatformPostgres } from "../../model/database.ts";
import { logBetweenCheckpoints, logKeptForStandbys } from "../../model/postgres-log.ts";
import { instanceDemand } from "../../model/postgres-memory.ts";
import type { Bytes } from "../../model/quantities/bytes.ts";
import { archiveInterval } from "../../model/recovery.ts";
import type { Demand } from "../capacity/demand.ts";
import type { Labels } from "../labels.ts";
import { statementStatistics } from "../observability/database-queries.ts";
import { queriesKey, queriesOf } from "../observability/exporter-queries.ts";
import { diskOf, resourceRequirements } from "../workloads/resources.ts";
import { archiverSize } from "./backup-archive-spec.ts";
import { type ManagedRole, managedRoles, type RoleSecrets } from "./managed-roles.ts";
import { memoryParameters } from "./memory-parameters.ts";
import { postgresDatabase, postgresUser } from "./postgres-store.ts";

interface OwnedDatabase {
  readonly database: string;
  readonly owner: string;
  readonly secret: { readonly name: string };
}

interface ArchivePlace {
  readonly barmanObjectName: string;
  readonly serverName: string;
}

/** The part of a CloudNativePG `Cluster`'s specification (`postgresql.cnpg.io/v1`) that Slipway writes. */
export interface PostgresClusterSpec {
  readonly instances: number;
  readonly imageName: string;
  readonly bootstrap:
    | { readonly initdb: OwnedDatabase }
    | {
        readonly recovery: OwnedDatabase & {
          readonly source: string;
          readonly recoveryTarget: { readonly targetTime: string };
        };
      };
  readonly externalClusters?: readonly {
    readonly name: string;
    readonly plugin: { readonly name: string; readonly parameters: ArchivePlace };
  }[];
  readonly enableSuperuserAccess: false;
  /** Seconds in which no new session gets in and old ones go on, before a stop cuts them. */
  readonly smartShutdownTimeout: number;
  readonly managed?: { readonly roles: readonly ManagedRole[] };
  readonly priorityClassName: string;
  readonly postgresql: {
    readonly parameters: Readonly<Record<string, string>>;
    /** Ahead of the operator's last rule, which lets in whoever has a password. */
    readonly pg_hba: readonly string[];
    readonly synchronous?: {
      readonly method: "any";
      readonly number: number;
      readonly dataDurability: "required" | "preferred";
    };
  };
  readonly storage: { readonly size: string };
  readonly walStorage: { readonly size: string };
  readonly plugins: readonly {
    readonly name: string;
    readonly isWALArchiver: true;
    readonly parameters: ArchivePlace;
  }[];
  readonly resources: Required<Pick<ResourceRequirements, "requests" | "limits">>;
  readonly affinity: {
    readonly podAntiAffinityType: "preferred";
    readonly topologyKey: string;
    readonly additionalPodAntiAffinity: PodAntiAffinity;
  };
  readonly inheritedMetadata: { readonly labels: Labels };
  readonly monitoring: {
    readonly customQueriesConfigMap: readonly { readonly name: string; readonly key: string }[];
  };
}

/** The plugin that archives and backs up. What CloudNativePG had built in for it goes away with its release 1.31. */
export const archiver = "barman-cloud.cloudnative-pg.io";

/** A Postgres with standbys, that the CloudNativePG operator runs. */
export const postgresClusterSpec = (
  { instances, connections, storage, walStorage, size }: PlatformPostgres,
  given: {
    readonly cluster: DatabaseCluster;
    readonly image: string;
    readonly secret: string;
    /** Names of the Secrets of the roles beside the owner. @default there are none */
    readonly roleSecrets?: RoleSecrets;
    /** Connections that services read by from standbys. @default 0 */
    readonly reads?: number;
    readonly priorityClass: string;
    readonly labels: Labels;
  },
): PostgresClusterSpec => ({
  instances,
  imageName: given.image,
  ...origin(given.cluster, given.secret),
  enableSuperuserAccess: false,
  // PgBouncer's sessions, and those of leases, don't end by themselves: at the operator's 180 nobody new would get in for three minutes.
  smartShutdownTimeout: 15,
  ...(given.roleSecrets && { managed: { roles: managedRoles(given.roleSecrets, given.reads) } }),
  priorityClassName: given.priorityClass,
  postgresql: {
    parameters: {
      ...memoryParameters(size.memory, instanceDemand(connections)),
      archive_timeout: `${archiveInterval.wholeSeconds}s`,
      max_wal_size: settingOf(logBetweenCheckpoints),
      max_slot_wal_keep_size: settingOf(logKeptForStandbys(walStorage)),
      ...statementStatistics,
    },
    pg_hba: ["hostnossl all all all reject"],
    ...synchronous(instances),
  },
  storage: { size: storage.toString() },
  walStorage: { size: walStorage.toString() },
  plugins: [
    {
      name: archiver,
      isWALArchiver: true,
      parameters: archiveOf(given.cluster, keyOf(given.cluster)),
    },
  ],
  resources: resourceRequirements(size, []),
  affinity: {
    podAntiAffinityType: "preferred",
    topologyKey: "topology.kubernetes.io/zone",
    // Where a zone is all there is, instances would else share a node.
    additionalPodAntiAffinity: offOneAnothersNodes(clusterName(keyOf(given.cluster))),
  },
  inheritedMetadata: { labels: given.labels },
  monitoring: {
    customQueriesConfigMap: [{ name: queriesOf(clusterName(keyOf(given.cluster))), key: queriesKey }],
  },
});

/** Keeps a cluster's instances on nodes of their own where there are any. Its poolers carry its name too. */
const offOneAnothersNodes = (cluster: string): PodAntiAffinity => ({
  preferredDuringSchedulingIgnoredDuringExecution: [
    {
      weight: 100,
      podAffinityTerm: {
        topologyKey: "kubernetes.io/hostname",
        labelSelector: { matchLabels: { "cnpg.io/cluster": cluster, "cnpg.io/podRole": "instance" } },
      },
    },
  ],
});

/** An amount of memory or storage as PostgreSQL's settings have it, whose `MB` are mebibytes. */
const settingOf = (amount: Bytes): string => `${Math.floor(amount.count / 2 ** 20)}MB`;

/** What a cluster begins with: an empty database, or another's as it was at a point in time. */
function origin(
  cluster: DatabaseCluster,
  secret: string,
): Pick<PostgresClusterSpec, "bootstrap" | "externalClusters"> {
  const owned = { database: postgresDatabase, owner: postgresUser, secret: { name: secret } };
  if (cluster.kind === "first") return { bootstrap: { initdb: owned } };
  const source = clusterName(cluster.from);
  return {
    bootstrap: { recovery: { source, ...owned, recoveryTarget: { targetTime: targetTime(cluster.at) } } },
    externalClusters: [
      { name: source, plugin: { name: archiver, parameters: archiveOf(cluster, cluster.from) } },
    ],
  };
}

/**
 * A second as PostgreSQL writes it. It refuses to start with the `Z` of ISO 8601 in its configuration, and not every release
 * of the operator takes that away.
 */
const targetTime = (at: Date): string =>
  at
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, "+00");

/**
 * The backups of one cluster, as another or itself finds them. A cluster that wrote under its source's name would refuse to
 * start ("Expected empty archive"), and rightly: from the point of the recovery on their histories part.
 */
const archiveOf = (reader: DatabaseCluster, of: ClusterKey): ArchivePlace => ({
  barmanObjectName: clusterName(keyOf(reader)),
  serverName: clusterName(of),
});

/**
 * A commit is confirmed when a standby has it too, so the loss of the primary loses none. With two instances the database
 * goes on alone when the standby is away; with more it would rather wait than confirm what only it has.
 */
const synchronous = (instances: number): Pick<PostgresClusterSpec["postgresql"], "synchronous"> =>
  instances === 1
    ? {}
    : {
        synchronous: {
          method: "any",
          number: 1,
          dataDurability: instances === 2 ? "preferred" : "required",
        },
      };

/** What a cluster needs of its namespace's quota: its instances, and the job that makes the next one. */
export const postgresClusterDemand = ({
  instances,
  size,
  storage,
  walStorage,
}: PlatformPostgres): Demand => ({
  pods: instances + 1,
  cpuRequest: size.cpu.request.plus(archiverSize.cpu.request),
  cpuLimit: size.cpu.limit.plus(archiverSize.cpu.limit),
  memory: size.memory.plus(archiverSize.memory),
  disk: diskOf(size, []).plus(diskOf(archiverSize, [])),
  storage: Array.from({ length: instances }, () => [storage, walStorage]).flat(),
});
