import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import { cacheExporter, cacheInstances } from "../../../model/cache.ts";
import { clusterName, keyOf, poolerName } from "../../../model/database-cluster.ts";
import { storeServices } from "../../../model/store-services.ts";
import { copiedStores } from "../../backups/copied-stores.ts";
import { dumpParts } from "../../backups/dump-names.ts";
import { dumpedDatabase } from "../../backups/dumped-database.ts";
import { snapshotMetricsPart } from "../../backups/snapshot-names.ts";
import { clusteredDatabase, connectionsPastPooler, pooledDatabase } from "../../data/clustered-database.ts";
import { declaredStores } from "../../data/declared-stores.ts";
import { replicatedCache } from "../../data/platform-cache.ts";
import { poolerLimits } from "../../data/pooler-limits.ts";
import { hasRedisExporter } from "../../data/redis-exporter-spec.ts";
import { instanceClaim, instancePart } from "../../data/redis-replication/instance-spec.ts";
import { claimName } from "../../data/store.ts";
import { namespaceName } from "../../system-context.ts";
import type { Alert } from "../alert.ts";
import { seriesOf } from "../monitored-series.ts";
import { archiveAlerts } from "./archive-alerts.ts";
import { baseBackupAlerts } from "./base-backup-alerts.ts";
import { databaseAlerts } from "./database-alerts.ts";
import { dataDumpAlerts } from "./dump-alerts.ts";
import { poolerAlerts } from "./pooler-alerts.ts";
import { redisAlerts, replicationAlerts } from "./redis-alerts.ts";
import { snapshotAlerts } from "./snapshot-alerts.ts";
import { snapshotDrillAlerts } from "./snapshot-drill-alerts.ts";
import { vectorStoreAlerts } from "./vector-store-alerts.ts";
import { volumeAlerts } from "./volume-alerts.ts";

/** The name of the rules. */
export const dataAlertsName = "data-alerts";

/**
 * The alerts on the data that a system has in an environment: on what is there, and on nothing else. Dev has none, as no
 * Prometheus watches it.
 */
export function dataAlerts(environment: Environment, own: SystemEnvironment): readonly Alert[] {
  if (environment.name === "dev") return [];
  const { system } = own;
  const namespace = namespaceName({ system: system.name, environment: environment.name });
  const dumped = dumpedDatabase(environment, own);
  const copied = copiedStores(environment, own);
  const replicated = replicatedCache(own) !== undefined;
  return [
    ...clusterAlerts(environment, own, namespace),
    ...(dumped
      ? dataDumpAlerts({
          dumped,
          series: seriesOf(namespace, dumpParts.metrics.name),
        })
      : []),
    ...(copied ? snapshotAlerts({ copied, series: seriesOf(namespace, snapshotMetricsPart.name) }) : []),
    ...(copied ? snapshotDrillAlerts({ copied, series: seriesOf(namespace, snapshotMetricsPart.name) }) : []),
    ...(system.cache && hasRedisExporter(environment, own)
      ? redisAlerts({
          cache: system.cache,
          namespace,
          pods: replicated ? cacheInstances : [`${storeServices.cache.name}-0`],
          series: seriesOf(namespace, cacheExporter),
        })
      : []),
    ...(replicated
      ? [
          ...replicationAlerts(seriesOf(namespace, cacheExporter)),
          ...volumeAlerts({
            part: instancePart.name,
            tier: instancePart.tier,
            namespace,
            claims: cacheInstances.map(instanceClaim).join("|"),
            count: cacheInstances.length,
            whenFull: "nothing more is kept",
          }),
        ]
      : []),
    ...declaredStores({ environment, own }).flatMap(({ store }) =>
      store.part.workload === "vector-store" ? vectorStoreAlerts(store.part, namespace) : [],
    ),
    ...declaredStores({ environment, own }).flatMap(({ store }) =>
      volumeAlerts({
        part: store.part.name,
        tier: store.part.tier,
        namespace,
        claims: claimName(store),
        count: 1,
        whenFull: "nothing more is kept",
      }),
    ),
  ];
}

function clusterAlerts(
  environment: Environment,
  own: SystemEnvironment,
  namespace: string,
): readonly Alert[] {
  const database = clusteredDatabase(environment, own);
  if (!database) return [];
  const { all, serving } = own.databaseClusters;
  return all.map(keyOf).flatMap((key) => {
    const name = clusterName(key);
    const serves = name === clusterName(serving);
    const cluster = { name, database, serves, series: seriesOf(namespace, name) };
    const archive = [...archiveAlerts(cluster), ...baseBackupAlerts(cluster)];
    // What stands beside the one that serves is being made, looked at or kept; only what it keeps matters.
    if (!serves) return archive;
    const pooler = poolerName(key);
    return [
      ...databaseAlerts(cluster),
      ...archive,
      ...volumeAlerts({
        part: name,
        tier: "critical",
        namespace,
        claims: `${name}-[0-9]+(-wal)?`,
        // Each instance has one for data and one for its log.
        count: 2 * database.instances,
        whenFull: "the database stops",
      }),
      ...(pooledDatabase(environment, own)
        ? poolerAlerts({
            name: pooler,
            limits: poolerLimits(database, connectionsPastPooler(environment, own)),
            series: seriesOf(namespace, pooler),
          })
        : []),
    ];
  });
}
