import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import { usualRotation } from "../../../config/rotation.ts";
import { clusterName, keyOf, poolerName } from "../../../model/database-cluster.ts";
import { thirdPartiesOf } from "../../../model/system-parties.ts";
import { copiedStores } from "../../backups/copied-stores.ts";
import { dumpedDatabase } from "../../backups/dumped-database.ts";
import { clusteredDatabase, connectionsPastPooler, pooledDatabase } from "../../data/clustered-database.ts";
import { declaredStores } from "../../data/declared-stores.ts";
import { poolerLimits } from "../../data/pooler-limits.ts";
import { hasRedisExporter } from "../../data/redis-exporter-spec.ts";
import { namespaceName } from "../../system-context.ts";
import { seriesOf } from "../monitored-series.ts";
import { probedHosts } from "../public-probes/probed-hosts.ts";
import { pageLoadBound } from "../public-probes/public-url-alerts.ts";
import { serviceLevels } from "../service-levels/service-level.ts";
import { writersOf } from "../telemetry/telemetry-alerts.ts";
import { alertsOf, rulesOf } from "../watches/watch-rule-spec.ts";
import { placedWatches } from "../watches/watched-part.ts";
import { addressesBoard } from "./addresses-board.ts";
import { backupsBoard } from "./backups-board.ts";
import type { Board } from "./board.ts";
import { businessBoard } from "./business-board.ts";
import { costBoard } from "./cost-board.ts";
import { databaseBoard, type ShownCluster } from "./database-board.ts";
import { objectivesBoard } from "./objectives-board.ts";
import { overviewBoard } from "./overview-board.ts";
import { resourcesBoard } from "./resources-board.ts";
import { servicesBoard, type ShownService } from "./services-board.ts";
import { storesBoard } from "./stores-board.ts";
import { telemetryBoard } from "./telemetry-board.ts";
import { thirdPartiesBoard } from "./third-parties-board.ts";
import { type ShownWatch, watchListBoard } from "./watch-list-board.ts";
import { type ShownWorker, workersBoard } from "./workers-board.ts";

/**
 * The boards of a system in an environment: those that it has something to show on (DSH-01…DSH-08). Dev has none, as no Prometheus watches
 * it.
 */
export function systemBoards(environment: Environment, own: SystemEnvironment): readonly Board[] {
  if (environment.name === "dev") return [];
  const { system } = own;
  const labelled = { system: system.name, owner: system.owner, environment: environment.name };
  const namespace = namespaceName(labelled);
  const levels = serviceLevels(environment, own);
  const services = servingServices(namespace, own);
  const stores = shownStores(namespace, environment, own);
  const watches = shownWatches(environment, own);
  const pageLoad = pageLoadBound(system.objectives);
  return [
    overviewBoard({
      labelled,
      levels,
      services,
      ...(own.secrets.kind === "stored" && {
        secrets: {
          namespace,
          rotateAfter: [usualRotation, ...own.secrets.rotateAfter.values()].map(
            ({ wholeSeconds }) => wholeSeconds,
          ),
        },
      }),
    }),
    objectivesBoard(levels),
    watchListBoard(watches),
    servicesBoard(services),
    addressesBoard({ namespace, hosts: probedHosts(environment, own), ...(pageLoad && { pageLoad }) }),
    resourcesBoard(namespace, {
      restarts: Object.values(system.services).map(({ restartsBeforeAlert }) => restartsBeforeAlert),
    }),
    workersBoard(namespace, workersOf(own), system.metrics),
    databaseBoard(namespace, shownClusters(namespace, environment, own), system.metrics),
    storesBoard(stores),
    backupsBoard({
      namespace,
      dumped: dumpedDatabase(environment, own) !== undefined,
      copied: copiedStores(environment, own),
    }),
    businessBoard(namespace, system.metrics),
    costBoard(namespace, system.metrics, watches),
    thirdPartiesBoard(namespace, thirdPartiesOf(system), system.metrics),
    telemetryBoard({ namespace, writers: writersOf(system).map(({ name }) => name) }),
  ].filter(({ rows }) => rows.length > 0);
}

const shownWatches = (environment: Environment, own: SystemEnvironment): readonly ShownWatch[] =>
  placedWatches(environment, own).map((placed) => ({
    ...placed,
    lines: rulesOf(placed, own.system).flatMap(({ lines, slowLines = [] }) => [...lines, ...slowLines]),
    alerts: alertsOf(placed, own.system).map(({ name }) => name),
  }));

const servingServices = (namespace: string, { system }: SystemEnvironment): readonly ShownService[] =>
  Object.entries(system.services).flatMap(([name, service]) =>
    service.kind === "http-service" || service.kind === "static-site"
      ? [{ namespace, name, service, objectives: system.objectives }]
      : [],
  );

const workersOf = ({ system }: SystemEnvironment): readonly ShownWorker[] =>
  Object.entries(system.services).flatMap(([name, worker]) =>
    worker.kind === "worker" || worker.kind === "singleton" ? [{ name, worker }] : [],
  );

function shownClusters(
  namespace: string,
  environment: Environment,
  own: SystemEnvironment,
): readonly ShownCluster[] {
  const database = clusteredDatabase(environment, own);
  if (!database) return [];
  const { all, serving } = own.databaseClusters;
  return all.map(keyOf).map((key) => {
    const name = clusterName(key);
    const pooler = poolerName(key);
    return {
      cluster: { name, database, serves: name === clusterName(serving), series: seriesOf(namespace, name) },
      ...(pooledDatabase(environment, own) && {
        pooler: {
          name: pooler,
          limits: poolerLimits(database, connectionsPastPooler(environment, own)),
          series: seriesOf(namespace, pooler),
        },
      }),
    };
  });
}

function shownStores(namespace: string, environment: Environment, own: SystemEnvironment) {
  const { cache } = own.system;
  const vectorStore = declaredStores({ environment, own }).find(
    ({ store }) => store.part.workload === "vector-store",
  );
  return {
    namespace,
    ...(cache && hasRedisExporter(environment, own) && { cache }),
    ...(vectorStore && { vectorStore: vectorStore.store.part.name }),
  };
}
