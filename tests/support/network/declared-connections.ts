import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import { runnablesOf } from "../../../model/runnable.ts";
import type { ThirdParty } from "../../../model/third-party.ts";
import type { Pod } from "./network.ts";

// What the declarations say may be reached, read from them for the tests by themselves: nothing here is shared with
// what the policies are made from, ports of the stores included.

/** Where a connection may go: pods of a part, an operator's, or addresses; each with its ports as `TCP 443`. */
export type Target = `${"part" | "operator" | "address"} ${string} ${"TCP" | "UDP"} ${number}`;

/** The part of the system that a pod is of. */
export const partOf = ({ labels }: Pod): string | undefined =>
  labels["cnpg.io/poolerName"] ??
  labels["cnpg.io/cluster"] ??
  ("acme.cert-manager.io/http01-solver" in labels ? "solver" : labels["app.kubernetes.io/name"]);

/** By part, what it may reach. */
export function reachable(
  environment: Environment,
  own: SystemEnvironment,
): ReadonlyMap<string, ReadonlySet<Target>> {
  const { system } = own;
  const found = new Map<string, Set<Target>>();
  const add = (from: string, ...targets: readonly Target[]): void => {
    const known = found.get(from) ?? new Set(["operator dns UDP 53", "operator dns TCP 53"]);
    found.set(from, known);
    for (const target of targets) known.add(target);
  };
  const away = (from: string, { name, port, cidrs }: Pick<ThirdParty, "name" | "port" | "cidrs">): void => {
    add(from, `address ${cidrs ? name : "internet"} TCP ${port.number}`);
  };
  for (const { name, runnable } of runnablesOf(system)) {
    if (runnable.kind === "static-site") continue;
    for (const callee of runnable.calls) add(name, `part ${callee} TCP ${portOf(own, callee)}`);
    for (const party of runnable.egress) away(name, party);
    const { database, cache, vectorStore } = runnable.uses;
    if (cache) add(name, "part cache TCP 6379");
    if (vectorStore) add(name, "part vector-store TCP 6333");
    if (database && system.database?.kind === "external" && environment.name !== "dev") {
      // Every service of the three systems goes through the pooler of its provider, and a migration past it.
      add(name, `address internet TCP ${runnable.kind === "migration" ? 5432 : 6543}`);
    } else if (database) {
      for (const path of Object.values(database.env))
        add(
          name,
          path === "pooled" && environment.name !== "dev"
            ? "part database-pooled TCP 5432"
            : "part database TCP 5432",
        );
    }
  }
  if (system.database?.kind === "platform" && environment.name !== "dev") {
    add("database", "part database TCP 5432", "part database TCP 8000");
    add("database", "address api-server TCP 443", "address api-server TCP 6443");
    // Where its backups go.
    add("database", "address internet TCP 443");
    add("database-pooled", "part database TCP 5432");
    add("database-pooled", "address api-server TCP 443", "address api-server TCP 6443");
  }
  if (system.cache && environment.name !== "dev") add("cache-exporter", "part cache TCP 6379");
  if (system.database && environment.name !== "dev") {
    for (const part of ["database-dump", "database-drill", "database-dump-metrics"])
      add(part, "address internet TCP 443");
    const elsewhere = system.database.kind === "external";
    add("database-dump", elsewhere ? "address internet TCP 5432" : "part database TCP 5432");
  }
  if (environment.name !== "dev") {
    const copied = copiedPorts(own);
    for (const [store, port] of copied) add(`${store}-snapshot`, `part ${store} TCP ${port}`);
    for (const part of [...copied.map(([store]) => `${store}-snapshot`), "snapshot-metrics"])
      add(part, "address internet TCP 443");
    // Its Secrets are mounted: it reaches the bucket alone.
    add("secrets-snapshot", "address internet TCP 443");
    for (const [store] of copied) add(`${store}-snapshot-drill`, "address internet TCP 443");
    // A bucket is on the internet, as the one is that it is copied to.
    for (const bucket of own.system.objectStore?.copies ? Object.keys(own.system.objectStore.buckets) : [])
      for (const part of [`bucket-${bucket}-snapshot`, `bucket-${bucket}-snapshot-drill`])
        add(part, "address internet TCP 443");
  }
  if (environment.name !== "dev") {
    for (const { name, runnable } of runnablesOf(system))
      if (runnable.kind !== "static-site" && runnable.kind !== "migration")
        add(name, "part otel-collector TCP 4318");
    add("otel-collector", "operator monitoring TCP 3100");
    const { traces } = system.telemetry;
    if (traces.kind === "vendor") away("otel-collector", traces.party);
    else add("otel-collector", "operator monitoring TCP 4318");
  }
  if (own.offHours) add("off-hours", "address api-server TCP 443", "address api-server TCP 6443");
  return found;
}

/** Stores that leave the cluster as a copy, and their ports: a Redis that is no mere cache, and a Qdrant. */
const copiedPorts = ({
  system,
}: SystemEnvironment): readonly (readonly ["cache" | "vector-store", number])[] => [
  ...(system.cache && system.cache.purpose !== "cache" ? [["cache", 6379] as const] : []),
  ...(system.vectorStore?.kind === "qdrant" ? [["vector-store", 6333] as const] : []),
];

const portOf = ({ system }: SystemEnvironment, name: string): number => {
  const service = system.services[name];
  if (!service || !("port" in service)) throw new TypeError(`${name} has no port`);
  return service.port.number;
};

/** By operator, which part it may reach, as `web 3002`; over TCP. */
export function admitted(
  environment: Environment,
  own: SystemEnvironment,
): ReadonlyMap<string, ReadonlySet<string>> {
  const services = Object.entries(own.system.services);
  const published = services.filter(([name]) => own.hostnames.has(name));
  const edges = published.flatMap(([, service]) =>
    "public" in service && service.public !== false ? [service.public] : [],
  );
  const proxied = edges.flatMap(({ routes }) => Object.values(routes));
  const limited = edges.some(({ rateLimits }) => Object.keys(rateLimits).length > 0);
  const clustered = own.system.database?.kind === "platform" && environment.name !== "dev";
  return new Map([
    [
      "gateway",
      new Set([
        ...[...published.map(([name]) => name), ...proxied].map((name) => `${name} ${portOf(own, name)}`),
        ...(limited ? ["cache 6379"] : []),
        ...(published.length > 0 ? ["solver 8089"] : []),
      ]),
    ],
    [
      "monitoring",
      new Set([
        ...(environment.name === "dev"
          ? []
          : services.flatMap(([name, service]) => {
              if (service.kind === "http-service") return [`${name} ${portOf(own, name)}`];
              return "metrics" in service ? [`${name} ${service.metrics.number}`] : [];
            })),
        ...(clustered ? ["database 9187", "database-pooled 9127"] : []),
        ...(own.system.cache && environment.name !== "dev" ? ["cache-exporter 9121"] : []),
        ...(own.system.database && environment.name !== "dev" ? ["database-dump-metrics 9187"] : []),
        ...(environment.name !== "dev"
          ? ["snapshot-metrics 9187", ...[4318, 8888, 8889].map((port) => `otel-collector ${port}`)]
          : []),
      ]),
    ],
    ["cloudnative-pg", new Set(clustered ? ["database 5432", "database 8000"] : [])],
  ]);
}
