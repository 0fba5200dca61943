import { heartbeatFile } from "../../../model/health.ts";
import type { Runtime } from "../../../model/image.ts";
import { type Metric, metricsOf } from "../../../model/metric.ts";
import type { Migration } from "../../../model/migration.ts";
import type { System } from "../../../model/system.ts";
import { finishingTime } from "../../../model/time-limits.ts";
import type { Workload } from "../../../model/workload.ts";

/** One service as the stand-in program reads it: see `program/table.go`. */
export interface ServiceRow {
  readonly name: string;
  readonly command: readonly string[];
  readonly port?: number;
  readonly live?: string;
  readonly ready?: string;
  readonly detailed?: string;
  readonly drainSeconds?: number;
  readonly tickSeconds?: number;
  readonly heartbeatFile?: string;
  /** What it shows of its own work, with bounds in seconds. */
  readonly metrics: readonly MetricRow[];
  /** Which of that tells how late a tick began. */
  readonly tickDelay?: string;
  readonly stores: readonly string[];
}

/** A metric as the stand-in program reads it: see `program/own_metrics.go`. */
export interface MetricRow {
  readonly kind: Metric["kind"];
  readonly name: string;
  readonly meaning: string;
  readonly labels: readonly string[];
  readonly bounds?: readonly number[];
}

/** The migration of a system's database as the stand-in program reads it: see `program/migrate.go`. */
export interface MigrationRow {
  readonly command: readonly string[];
  readonly address: string;
  readonly bootstrapped: boolean;
}

/** The services that one image of a system can be started as, and what it migrates with. */
export interface ServicesTable {
  readonly system: string;
  readonly services: readonly ServiceRow[];
  readonly migration?: MigrationRow;
}

type Started = Exclude<Workload, { kind: "static-site" }>;

/** What the declarations say about the services of an image that a command starts. */
export function servicesTable(system: System, image: string): ServicesTable {
  return {
    system: system.name,
    services: startedFrom(system, image).map(([name, service]) => ({
      name,
      command: service.command,
      ...("port" in service ? served(service) : { ...ticking(service), ...tickDelay(system, name) }),
      metrics: metricsOf(system, name).map(metricRow),
      stores: storeVariables(system, service),
    })),
    ...(system.migration?.image === image ? { migration: migrationRow(system.migration) } : {}),
  };
}

const metricRow = (metric: Metric): MetricRow => ({
  kind: metric.kind,
  name: metric.name,
  meaning: metric.meaning,
  labels: metric.labels,
  ...(metric.kind === "histogram"
    ? { bounds: metric.bounds.map(({ milliseconds }) => milliseconds / 1000) }
    : {}),
});

const migrationRow = ({ command, uses, bootstrap }: Migration): MigrationRow => ({
  command,
  address: Object.keys(uses.database.env).join(),
  bootstrapped: bootstrap.length > 0,
});

/** The names under which a program of the image is started: by commands, and by probes that ask the runtime. */
export function executableNames(system: System, image: string): readonly string[] {
  const started = startedFrom(system, image).flatMap(([, { command }]) => command.slice(0, 1));
  const migrated = system.migration?.image === image ? system.migration.command.slice(0, 1) : [];
  const runtime = system.images[image]?.runtime ?? "none";
  return [...new Set([...started, ...migrated, ...interpreters[runtime]])].sort();
}

const interpreters: Record<Runtime, readonly string[]> = { node: ["node"], python: ["python"], none: [] };

function startedFrom(system: System, image: string): (readonly [string, Started])[] {
  return Object.entries(system.services).flatMap(([name, service]) =>
    service.image === image && service.kind !== "static-site" ? [[name, service] as const] : [],
  );
}

const served = ({ port, health, drain, longestRequest }: Extract<Started, { port: unknown }>) => ({
  port: port.number,
  live: health.live,
  ready: health.ready,
  ...(health.detailed === undefined ? {} : { detailed: health.detailed }),
  drainSeconds: finishingTime({ drain, longestRequest }).wholeSeconds,
});

const ticking = ({ heartbeat }: Extract<Started, { heartbeat: unknown }>) => ({
  tickSeconds: heartbeat.every.milliseconds / 1000,
  heartbeatFile,
});

function tickDelay({ objectives }: System, service: string): Pick<ServiceRow, "tickDelay"> {
  const promised = objectives.find(
    (objective) =>
      objective.kind === "freshness" &&
      objective.undone.kind === "missed-ticks" &&
      objective.service === service,
  );
  return promised?.kind === "freshness" ? { tickDelay: promised.lateness.name } : {};
}

/** A store outside the cluster that is reached by its provider's API is no condition for taking traffic. */
function storeVariables(system: System, { uses }: Started): string[] {
  return [
    ...Object.keys(uses.database?.env ?? {}),
    ...(uses.cache ? [uses.cache.env] : []),
    ...(uses.vectorStore && system.vectorStore?.kind === "qdrant" ? [uses.vectorStore.env] : []),
  ];
}
