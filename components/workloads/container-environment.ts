import type { EnvVar } from "kubernetes-types/core/v1.d.ts";
import type { SystemEnvironment } from "../../config/environment.ts";
import { portVariable, processesVariable } from "../../model/container-variables.ts";
import { baseVariable, driverParameters } from "../../model/database-driver.ts";
import type { DatabaseRole } from "../../model/database-role.ts";
import type { DatabaseUse } from "../../model/database.ts";
import { flagVariables } from "../../model/feature-flag.ts";
import {
  metricsEndpoint,
  metricsPortVariable,
  sharedMetricsFolder,
  sharedMetricsVariable,
  sharesMetrics,
} from "../../model/metrics-endpoint.ts";
import type { Runnable } from "../../model/runnable.ts";
import { vectorStoreAddress } from "../data/addresses.ts";
import { cacheKeys, cacheSecretName } from "../secrets/cache-secrets.ts";
import { isWritten } from "../secrets/database-logins.ts";
import {
  databaseSecret,
  type SecretKey,
  secretName,
  valueKey,
  vectorStoreSecret,
} from "../secrets/secret-references.ts";

/**
 * The variables of a container that its set's ConfigMap does not hold: what follows from its edges, its port, its
 * processes and its flags, and its secrets, by reference.
 */
export function containerEnvironment(environment: SystemEnvironment, service: Runnable): EnvVar[] {
  const metrics = metricsEndpoint(service);
  return [
    ...(service.kind === "http-service" ? [{ name: portVariable, value: service.port.toString() }] : []),
    ...(metrics?.name === "metrics" ? [{ name: metricsPortVariable, value: metrics.port.toString() }] : []),
    ...("processes" in service && service.processes > 1
      ? [{ name: processesVariable, value: String(service.processes) }]
      : []),
    ...(sharesMetrics(environment.system, service)
      ? [{ name: sharedMetricsVariable, value: sharedMetricsFolder.path }]
      : []),
    ...("flags" in service && service.flags.length > 0
      ? Object.entries(flagVariables).map(([name, value]) => ({ name, value }))
      : []),
    ...("uses" in service
      ? edgeVariables(environment, service.uses, service.kind === "migration" ? "owner" : "application")
      : []),
    ...secretVariables(environment, service.variables.variables),
  ];
}

type Uses = Extract<Runnable, { uses: unknown }>["uses"];

function edgeVariables(
  environment: SystemEnvironment,
  { database, cache, vectorStore }: Uses,
  role: DatabaseRole,
): EnvVar[] {
  const variables = database ? databaseVariables(environment, database, role) : [];
  if (cache)
    variables.push(fromSecret(cache.env, { name: cacheSecretName(environment), key: cacheKeys.url }));
  if (vectorStore && environment.system.vectorStore) {
    variables.push({ name: vectorStore.env, value: vectorStoreAddress(environment.system.vectorStore) });
    variables.push(fromSecret(vectorStore.key, vectorStoreSecret(environment)));
  }
  return variables;
}

/**
 * The variables that hold a database's addresses, each with what its driver must be told. The whole address of a database that
 * somebody else runs is written by a person, who knows its pooler.
 */
export function databaseVariables(
  environment: SystemEnvironment,
  { env, driver = "libpq", pool }: DatabaseUse,
  role: DatabaseRole,
): EnvVar[] {
  const added = new URLSearchParams(isWritten(environment) ? {} : driverParameters(driver, pool)).toString();
  return Object.entries(env).flatMap(([name, path]) => {
    // A standby takes no writes, so nobody comes to it who may write.
    const secret = databaseSecret(environment, path, path === "read-only" ? "read-only" : role);
    if (added === "") return [fromSecret(name, secret)];
    const base = baseVariable(name);
    return [fromSecret(base, secret), { name, value: `$(${base})&${added}` }];
  });
}

function secretVariables(environment: SystemEnvironment, names: readonly string[]): EnvVar[] {
  return names.flatMap((variable) => {
    if (environment.system.variables[variable]?.kind !== "secret") return [];
    const name = secretName(environment, variable);
    return name === undefined ? [] : [fromSecret(variable, { name, key: valueKey })];
  });
}

const fromSecret = (name: string, { name: secret, key }: SecretKey): EnvVar => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});

/** The names of the Secrets that a service's container reads. */
export const referencedSecrets = (environment: SystemEnvironment, service: Runnable): readonly string[] => [
  ...new Set(
    containerEnvironment(environment, service).flatMap(
      ({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? [],
    ),
  ),
];
