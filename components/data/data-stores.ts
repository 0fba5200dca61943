import type * as pulumi from "@pulumi/pulumi";
import { cacheExporter } from "../../model/cache.ts";
import { clusterName, keyOf, poolerName } from "../../model/database-cluster.ts";
import { copiedStores } from "../backups/copied-stores.ts";
import { SnapshotDrills } from "../backups/snapshot-drills.ts";
import { StoreSnapshots } from "../backups/store-snapshots.ts";
import { alertRuleSpec } from "../observability/alert-rule-spec.ts";
import { AlertRules } from "../observability/alert-rules.ts";
import { dataAlerts, dataAlertsName } from "../observability/data-alerts/data-alerts.ts";
import { present } from "../present.ts";
import { cacheUserSecret, cacheUsersSecretName } from "../secrets/cache-secrets.ts";
import { backupSecretName } from "../secrets/secret-references.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import { clusterSecrets } from "./cluster-secrets.ts";
import { clusteredDatabase, pooledDatabase } from "./clustered-database.ts";
import { declaredStores } from "./declared-stores.ts";
import { replicatedCache } from "./platform-cache.ts";
import { Pooler } from "./pooler.ts";
import { PostgresCluster } from "./postgres-cluster.ts";
import { Postgres } from "./postgres.ts";
import { hasRedisExporter } from "./redis-exporter-spec.ts";
import { RedisExporter } from "./redis-exporter.ts";
import { registerReplicatedRedis } from "./redis-replication/replicated-redis.ts";

/** What a system's data stores are made from. */
interface DataStoresArgs {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
  /** The environment's priority classes. */
  readonly priorities: readonly pulumi.Resource[];
  /** By name of the Secret. */
  readonly secrets: ReadonlyMap<string, pulumi.Resource>;
}

/**
 * Registers the data stores that a system has in this environment's cluster, and what stands before, beside and behind them.
 * @returns The database that serves and its pooler, for what can only begin once they are there.
 */
export function registerDataStores(given: DataStoresArgs, parent: pulumi.Resource): pulumi.Resource[] {
  const { context, namespace, priorities, secrets } = given;
  const { environment, own, labelled } = context;
  const opts = { parent };
  const databases: pulumi.Resource[] = [];
  const watched: pulumi.Resource[] = [];
  for (const { component: Store, store, image, secret } of declaredStores(context)) {
    const needs = present([...priorities, secrets.get(secret)]);
    const made = new Store(
      logicalName(labelled, store.part.name, "store"),
      store,
      { context, namespace, image, needs },
      opts,
    );
    watched.push(made);
    if (made instanceof Postgres) databases.push(made);
  }
  const replicated = replicatedCache(own);
  if (replicated) {
    const needs = present([...priorities, secrets.get(cacheUsersSecretName(own))]);
    watched.push(registerReplicatedRedis(replicated, { context, namespace, needs }, parent));
  }
  if (hasRedisExporter(environment, own)) {
    const needs = present([...priorities, secrets.get(cacheUserSecret(own, "monitor").name)]);
    const image = environment.platformImages["redis-exporter"];
    new RedisExporter(
      logicalName(labelled, cacheExporter, "exporter"),
      { context, namespace, image, needs },
      opts,
    );
  }
  databases.push(...registerClusters(given, parent));
  const copied = copiedStores(environment, own);
  if (copied) {
    const snapshots = new StoreSnapshots(
      logicalName(labelled, "store-snapshots"),
      { context, namespace, copied, needs: priorities, secrets },
      opts,
    );
    new SnapshotDrills(
      logicalName(labelled, "snapshot-drills"),
      { context, namespace, copied, needs: [...priorities, snapshots], secrets },
      opts,
    );
  }
  const alerts = dataAlerts(environment, own);
  if (alerts.length > 0) {
    new AlertRules(
      logicalName(labelled, dataAlertsName),
      {
        context,
        namespace,
        name: dataAlertsName,
        spec: alertRuleSpec(alerts, environment, labelled),
        watched: [...watched, ...databases],
      },
      opts,
    );
  }
  return databases;
}

function registerClusters(
  { context, namespace, priorities, secrets }: DataStoresArgs,
  parent: pulumi.Resource,
): pulumi.Resource[] {
  const { environment, own, labelled } = context;
  const { backups, platformImages } = environment;
  const database = clusteredDatabase(environment, own);
  if (!database || !backups) return [];
  const credentials = backupSecretName(own);
  const pooled = pooledDatabase(environment, own) !== undefined;
  const serving: pulumi.Resource[] = [];
  for (const cluster of own.databaseClusters.all) {
    const { secret, roleSecrets } = clusterSecrets(own, keyOf(cluster));
    const needed = [secret, credentials, ...Object.values(roleSecrets ?? {})];
    const needs = present([...priorities, ...needed.map((name) => secrets.get(name))]);
    const registered = new PostgresCluster(
      logicalName(labelled, clusterName(keyOf(cluster)), "cluster"),
      {
        context,
        namespace,
        cluster,
        database,
        secret,
        roleSecrets,
        backups,
        credentials,
        image: platformImages["postgres-cluster"],
        needs,
      },
      { parent },
    );
    // One that is being recovered beside it holds up no release.
    const serves = clusterName(keyOf(cluster)) === clusterName(own.databaseClusters.serving);
    if (serves) serving.push(registered);
    if (!pooled) continue;
    const name = logicalName(labelled, poolerName(keyOf(cluster)), "pgbouncer");
    const image = platformImages.pgbouncer;
    const args = { context, namespace, cluster, database, image, needs: [...needs, registered] };
    const pooler = new Pooler(name, args, { parent });
    if (serves) serving.push(pooler);
  }
  return serving;
}
