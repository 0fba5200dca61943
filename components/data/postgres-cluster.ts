import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Backups } from "../../config/backups.ts";
import { connectionDemands, totalConnections } from "../../model/connections.ts";
import { clusterName, type DatabaseCluster, isLeftBehind, keyOf } from "../../model/database-cluster.ts";
import type { PlatformPostgres } from "../../model/database.ts";
import { priorityClassName } from "../capacity/priority.ts";
import { partLabels } from "../labels.ts";
import { databaseQueries } from "../observability/database-queries.ts";
import { exporterQueries, queriesKey, queriesOf, reloadLabel } from "../observability/exporter-queries.ts";
import { protection } from "../protection.ts";
import { logicalName } from "../system-context.ts";
import { backupArchiveSpec } from "./backup-archive-spec.ts";
import { backupScheduleSpec } from "./backup-schedule-spec.ts";
import type { RoleSecrets } from "./managed-roles.ts";
import { postgresClusterSpec } from "./postgres-cluster-spec.ts";
import { postgresMonitorSpec } from "./postgres-monitor-spec.ts";
import type { StoreArgs } from "./store-resources.ts";

/** For the first instance, and each of the others as a copy of it. A recovery fetches all of a database first. */
const timeouts = { first: "30m", recovered: "6h" } as const;

/** A database that runs and sends no log looks well, until somebody needs what was never kept. */
const upAndArchived = ["condition=Ready", "condition=ContinuousArchiving"] as const;

/** What a {@link PostgresCluster} is made from. */
export interface PostgresClusterArgs extends StoreArgs {
  readonly cluster: DatabaseCluster;
  readonly database: PlatformPostgres;
  /** Name of the Secret with its owner's name and password. */
  readonly secret: string;
  /** Names of the Secrets of its other roles. */
  readonly roleSecrets: RoleSecrets | undefined;
  /** Where its backups go. */
  readonly backups: Backups;
  /** Name of the Secret that opens the place. */
  readonly credentials: string;
}

/** The Postgres of staging and production, which the CloudNativePG operator runs, and its way to its backups. */
export class PostgresCluster extends pulumi.ComponentResource {
  constructor(name: string, args: PostgresClusterArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:data:PostgresCluster", name, {}, opts);
    const { context, database, namespace, image, secret, roleSecrets, backups, credentials, needs } = args;
    const { labelled } = context;
    const part = clusterName(keyOf(args.cluster));
    const tier = "critical";
    const labels = partLabels(labelled, { name: part, workload: "postgres-cluster", tier });
    const priorityClass = priorityClassName(context.environment.name, tier);
    const metadata = { name: part, namespace, labels };
    const archive = new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, part, "backup-archive"),
      {
        apiVersion: "barmancloud.cnpg.io/v1",
        kind: "ObjectStore",
        metadata,
        spec: backupArchiveSpec(context.environment, context.own.system.name, backups, credentials),
      },
      { parent: this, dependsOn: [...needs], ...protection(context) },
    );
    const queries = new kubernetes.core.v1.ConfigMap(
      logicalName(labelled, part, "queries"),
      {
        metadata: { ...metadata, name: queriesOf(part), labels: { ...labels, ...reloadLabel } },
        data: { [queriesKey]: exporterQueries(databaseQueries) },
      },
      { parent: this },
    );
    const cluster = new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, part),
      {
        apiVersion: "postgresql.cnpg.io/v1",
        kind: "Cluster",
        // A cluster that never comes up, or whose log does not arrive, fails here, with the operator's own message. A later
        // change may pass too early: the operator does not say which generation its conditions are about. One that services
        // have left may be dead, and holds up nothing.
        metadata: isLeftBehind(context.own.databaseClusters, keyOf(args.cluster))
          ? metadata
          : { ...metadata, annotations: { "pulumi.com/waitFor": JSON.stringify(upAndArchived) } },
        spec: postgresClusterSpec(database, {
          cluster: args.cluster,
          image: image.toString(),
          secret,
          ...(roleSecrets && { roleSecrets }),
          reads: totalConnections(
            connectionDemands(context.own.system, "database", context.environment.name, "read-only"),
          ),
          priorityClass,
          labels,
        }),
      },
      {
        parent: this,
        dependsOn: [...needs, archive, queries],
        customTimeouts: { create: timeouts[args.cluster.kind], update: timeouts.first },
        ...protection(context),
      },
    );
    new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, part, "backup-schedule"),
      {
        apiVersion: "postgresql.cnpg.io/v1",
        kind: "ScheduledBackup",
        metadata,
        spec: backupScheduleSpec(part),
      },
      { parent: this, dependsOn: [cluster] },
    );
    new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, part, "monitor"),
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PodMonitor",
        metadata,
        spec: postgresMonitorSpec(part),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
