import { cacheExporter, cacheInstance, cacheInstances } from "../cache.ts";
import { Digest, ImageReference } from "../image-reference.ts";
import type { Problem } from "../problem.ts";
import { InvalidQuantity } from "../quantities/invalid-quantity.ts";
import { runnablesOf } from "../runnable.ts";
import { snapshotDrillPart, snapshotMetrics, snapshotPart } from "../snapshot.ts";
import { storeServices } from "../store-services.ts";
import type { System } from "../system.ts";
import { collector } from "../telemetry.ts";
import { shortName } from "./short-name.ts";
import { validateCache } from "./validate-cache.ts";
import { validateConnections } from "./validate-connections.ts";
import { validateDatabase } from "./validate-database.ts";
import { validateDumps } from "./validate-dumps.ts";
import { validateEdges } from "./validate-edges.ts";
import { validateFlags } from "./validate-flags.ts";
import { validateMeasuredObjectives } from "./validate-measured-objectives.ts";
import { validateMetrics } from "./validate-metrics.ts";
import { validateMigration } from "./validate-migration.ts";
import { validateObjectStore } from "./validate-object-store.ts";
import { validateObjectiveNames } from "./validate-objective-names.ts";
import { validateObjectivePeriod } from "./validate-objective-period.ts";
import { validateObjectiveServices } from "./validate-objective-services.ts";
import { validateObjectiveTarget } from "./validate-objective-target.ts";
import { validatePublicEdges } from "./validate-public-edge.ts";
import { validateRecovery } from "./validate-recovery.ts";
import { validateRepositories } from "./validate-repositories.ts";
import { validateTasks } from "./validate-tasks.ts";
import { validateTelemetry } from "./validate-telemetry.ts";
import { validateTimeLimits } from "./validate-time-limits.ts";
import { validateVariables } from "./validate-variables.ts";
import { validateVectorStore } from "./validate-vector-store.ts";
import { validateWatches } from "./validate-watches.ts";
import { validateWorkload } from "./validate-workload.ts";

/** Everything that is wrong with a declaration, each with its path. An empty list means it can be built. */
export function validateSystem(system: System): Problem[] {
  return [
    ...validateNames(system),
    ...(Object.keys(system.services).length === 0
      ? [{ path: `${system.name}.services`, message: "is empty; a system runs at least one service" }]
      : []),
    ...Object.entries(system.services).flatMap(([name, service]) =>
      validateWorkload(`${system.name}.services.${name}`, service),
    ),
    ...validateTasks(system),
    ...validateMigration(system),
    ...validateFlags(system),
    ...validateImages(system),
    ...validateRepositories(system),
    ...validateEdges(system),
    ...validatePublicEdges(system),
    ...validateVariables(system),
    ...validateConnections(system),
    ...validateStores(system),
    ...validateObjectStore(system),
    ...validateDatabase(system),
    ...validateRecovery(system),
    ...validateDumps(system),
    ...validateMetrics(system),
    ...validateWatches(system),
    ...validateObjectiveServices(system),
    ...validateMeasuredObjectives(system),
    ...validateObjectiveNames(system),
    ...validateTimeLimits(system),
    ...validateTelemetry(system),
    ...system.objectives.flatMap((objective, index) => [
      ...validateObjectiveTarget(`${system.name}.objectives[${index}]`, objective),
      ...validateObjectivePeriod(`${system.name}.objectives[${index}]`, objective),
    ]),
  ];
}

/** Names that data stores of a system and what watches it go by. A database has further ones, as `database-rw`. */
const storeNames: readonly string[] = [
  ...Object.values(storeServices).map(({ name }) => name),
  cacheExporter,
  cacheInstance,
  ...cacheInstances,
  ...(["cache", "vectorStore", "secrets", "repositories"] as const).map(snapshotPart),
  ...(["cache", "vectorStore"] as const).map(snapshotDrillPart),
  snapshotMetrics,
  collector,
];
const isStoreName = (name: string): boolean =>
  storeNames.includes(name) ||
  /^bucket-.*-snapshot(-drill)?$/.test(name) ||
  name.startsWith(`${storeServices.database.name}-`);

function validateNames(system: System): Problem[] {
  const taken = runnablesOf(system).filter(({ name }) => isStoreName(name));
  const doubled = Object.keys(system.externalHosts).filter((name) => Object.hasOwn(system.services, name));
  return [
    ...validateNameForms(system),
    ...taken.map(({ name, path }) => ({
      path,
      message: `"${name}" is what ${name === collector ? "the collector of telemetry" : "a data store"} goes by; choose another name`,
    })),
    ...doubled.map((name) => ({
      path: `${system.name}.externalHosts.${name}`,
      message: `"${name}" is also a service, and one hostname can't be both; choose another name`,
    })),
  ];
}

function validateNameForms(system: System): Problem[] {
  const named: readonly (readonly [string, string])[] = [
    [system.name, system.name],
    [`${system.name}.owner`, system.owner],
    ...(["services", "tasks", "images", "externalHosts", "observers"] as const).flatMap((group) =>
      Object.keys(system[group]).map((name) => [`${system.name}.${group}.${name}`, name] as const),
    ),
    ...runnablesOf(system).map(
      ({ path, runnable }) => [`${path}.variables`, runnable.variables.name] as const,
    ),
  ];
  return named.flatMap(([path, name]) =>
    shortName.test(name)
      ? []
      : [
          {
            path,
            message: `"${name}" is not a name; use at most 40 lower-case letters, digits and -, a letter first`,
          },
        ],
  );
}

/** What Linux and the API server take for a user or a group. */
const highestId = 2 ** 31 - 1;

function validateImages(system: System): Problem[] {
  const used = new Set(runnablesOf(system).map(({ runnable }) => runnable.image));
  return Object.entries(system.images).flatMap(([name, { user, repository }]) => {
    const path = `${system.name}.images.${name}`;
    const problems: Problem[] = [];
    try {
      ImageReference.atDigest(repository, Digest.neverReleased);
    } catch (error) {
      if (!(error instanceof InvalidQuantity)) throw error;
      problems.push({ path: `${path}.repository`, message: error.message });
    }
    if (!used.has(name))
      problems.push({ path, message: "no service runs it; drop it or name it in a service" });
    if (
      !Number.isInteger(user.uid) ||
      !Number.isInteger(user.gid) ||
      user.uid < 1 ||
      user.gid < 1 ||
      Math.max(user.uid, user.gid) > highestId
    ) {
      problems.push({
        path: `${path}.user`,
        message: `${user.uid}:${user.gid} is root or no number; give both from 1 up (IMG-03)`,
      });
    }
    return problems;
  });
}

function validateStores(system: System): Problem[] {
  const problems: Problem[] = [...validateCache(system), ...validateVectorStore(system)];
  const { database, objectStore } = system;
  for (const store of ["database", "cache"] as const) {
    const connections = system[store]?.connections;
    if (connections !== undefined && (!Number.isInteger(connections) || connections < 1)) {
      problems.push({
        path: `${system.name}.${store}.connections`,
        message: `${connections} is not a whole number of 1 or more`,
      });
    }
  }
  if (database?.kind === "platform" && (!Number.isInteger(database.instances) || database.instances < 1)) {
    problems.push({
      path: `${system.name}.database.instances`,
      message: `${database.instances} is not a whole number of 1 or more`,
    });
  }
  for (const [store, recovery] of [
    ["database", database?.recovery],
    ["objectStore", objectStore?.recovery],
  ] as const) {
    if (recovery?.time.milliseconds === 0) {
      problems.push({
        path: `${system.name}.${store}.recovery.time`,
        message: "0s is no time to recover in; give a longer span",
      });
    }
  }
  return problems;
}
