import type { EnvVar } from "kubernetes-types/core/v1.d.ts";
import type { SystemEnvironment } from "../../config/environment.ts";
import { portVariable, processesVariable } from "../../model/container-variables.ts";
import type { Workload } from "../../model/workload.ts";
import { vectorStoreAddress } from "../data/addresses.ts";
import {
  cacheKeys,
  cacheSecretName,
  databaseSecret,
  type SecretKey,
  secretName,
  valueKey,
} from "../secrets/secret-references.ts";

/**
 * The variables of a container that its set's ConfigMap does not hold: what follows from its edges, its port and its
 * processes, and its secrets, by reference.
 */
export function containerEnvironment(environment: SystemEnvironment, service: Workload): EnvVar[] {
  return [
    ...(service.kind === "http-service" ? [{ name: portVariable, value: service.port.toString() }] : []),
    ...("processes" in service && service.processes > 1
      ? [{ name: processesVariable, value: String(service.processes) }]
      : []),
    ...("uses" in service ? edgeVariables(environment, service.uses) : []),
    ...secretVariables(environment, service.variables.variables),
  ];
}

type Uses = Extract<Workload, { uses: unknown }>["uses"];

function edgeVariables(environment: SystemEnvironment, { database, cache, vectorStore }: Uses): EnvVar[] {
  const variables = Object.entries(database?.env ?? {}).map(([name, path]) =>
    fromSecret(name, databaseSecret(environment, path)),
  );
  if (cache)
    variables.push(fromSecret(cache.env, { name: cacheSecretName(environment), key: cacheKeys.url }));
  if (vectorStore && environment.system.vectorStore) {
    variables.push({ name: vectorStore.env, value: vectorStoreAddress(environment.system.vectorStore) });
  }
  return variables;
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
export const referencedSecrets = (environment: SystemEnvironment, service: Workload): readonly string[] => [
  ...new Set(
    containerEnvironment(environment, service).flatMap(
      ({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? [],
    ),
  ),
];
