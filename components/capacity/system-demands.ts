import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import { cacheExporter } from "../../model/cache.ts";
import { migrationName } from "../../model/migration.ts";
import { offHoursName } from "../../model/off-hours.ts";
import { dumpDemands } from "../backups/dump-demands.ts";
import { snapshotDemands } from "../backups/snapshot-demands.ts";
import { snapshotDrillDemands } from "../backups/snapshot-drill-demands.ts";
import { clusteredDatabase, clusterNames, poolerNames } from "../data/clustered-database.ts";
import { declaredStores } from "../data/declared-stores.ts";
import { poolerDemand } from "../data/pooler-spec.ts";
import { postgresClusterDemand } from "../data/postgres-cluster-spec.ts";
import { hasRedisExporter, redisExporterDemand } from "../data/redis-exporter-spec.ts";
import { replicationDemands } from "../data/redis-replication/replication-demands.ts";
import { storeDemand } from "../data/store.ts";
import { certificateDemands } from "../network/certificate-demands.ts";
import { publicHosts } from "../network/route-hosts.ts";
import { collectorPart, runsCollector } from "../observability/telemetry/collector-part.ts";
import { collectorDemand } from "../observability/telemetry/collector-spec.ts";
import { offHoursDemand } from "../off-hours/off-hours-demand.ts";
import { taskDemand, workloadDemand } from "../workloads/workload-demand.ts";
import type { Demand } from "./demand.ts";

/** What one part of a system may need at its peak. */
export interface PartDemand {
  readonly part: string;
  readonly demand: Demand;
}

/** What everything in a system's namespace may need at its peak, part by part. */
export function systemDemands(environment: Environment, own: SystemEnvironment): readonly PartDemand[] {
  const database = clusteredDatabase(environment, own);
  return [
    ...Object.entries(own.system.services).map(([part, service]) => ({
      part,
      demand: workloadDemand(own.system, service, environment.name),
    })),
    ...Object.entries(own.system.tasks).map(([part, task]) => ({
      part,
      demand: taskDemand(task, environment.name),
    })),
    ...(own.system.migration
      ? [{ part: migrationName, demand: taskDemand(own.system.migration, environment.name) }]
      : []),
    ...(own.offHours ? [{ part: offHoursName, demand: offHoursDemand() }] : []),
    ...declaredStores({ environment, own }).map(({ store }) => ({
      part: store.part.name,
      demand: storeDemand(store),
    })),
    ...replicationDemands(own),
    ...(hasRedisExporter(environment, own) ? [{ part: cacheExporter, demand: redisExporterDemand() }] : []),
    ...(database
      ? clusterNames(environment, own).map((part) => ({ part, demand: postgresClusterDemand(database) }))
      : []),
    ...(database
      ? poolerNames(environment, own).map((part) => ({ part, demand: poolerDemand(database) }))
      : []),
    ...(runsCollector(environment.name) ? [{ part: collectorPart.name, demand: collectorDemand() }] : []),
    ...dumpDemands(environment, own),
    ...snapshotDemands(environment, own),
    ...snapshotDrillDemands(environment, own),
    ...certificateDemands(publicHosts(own)),
  ];
}
