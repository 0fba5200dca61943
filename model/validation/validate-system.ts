import { Digest, ImageReference } from "../image-reference.ts";
import type { Objective } from "../objective.ts";
import type { Problem } from "../problem.ts";
import { InvalidQuantity } from "../quantities/invalid-quantity.ts";
import { storeServices } from "../store-services.ts";
import type { System } from "../system.ts";
import { validateConnections } from "./validate-connections.ts";
import { validateEdges } from "./validate-edges.ts";
import { validateVariables } from "./validate-variables.ts";
import { validateWorkload } from "./validate-workload.ts";

/** A name that still fits a DNS label once the environment and a role are added to it. */
const shortName = /^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

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
    ...validateImages(system),
    ...validateEdges(system),
    ...validateVariables(system),
    ...validateConnections(system),
    ...validateStores(system),
    ...system.objectives.flatMap((objective, index) =>
      validateObjective(`${system.name}.objectives[${index}]`, objective),
    ),
  ];
}

/** Names of a system's services that its own data stores go by. */
const storeNames: readonly string[] = Object.values(storeServices).map(({ name }) => name);

function validateNames(system: System): Problem[] {
  const taken = Object.keys(system.services).filter((name) => storeNames.includes(name));
  const doubled = Object.keys(system.externalHosts).filter((name) => Object.hasOwn(system.services, name));
  return [
    ...validateNameForms(system),
    ...taken.map((name) => ({
      path: `${system.name}.services.${name}`,
      message: `"${name}" is what a data store goes by; choose another name`,
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
    ...(["services", "images", "externalHosts"] as const).flatMap((group) =>
      Object.keys(system[group]).map((name) => [`${system.name}.${group}.${name}`, name] as const),
    ),
    ...Object.entries(system.services).map(
      ([name, service]) => [`${system.name}.services.${name}.variables`, service.variables.name] as const,
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
  const used = new Set(Object.values(system.services).map(({ image }) => image));
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
  const problems: Problem[] = [...validateCacheStorage(system)];
  const { vectorStore, database, objectStore } = system;
  if (vectorStore?.kind === "pinecone" && system.variables[vectorStore.keyVariable]?.kind !== "secret") {
    problems.push({
      path: `${system.name}.vectorStore.keyVariable`,
      message: `"${vectorStore.keyVariable}" is not a secret of ${system.name}.variables; declare it there`,
    });
  }
  for (const store of ["database", "cache"] as const) {
    const connections = system[store]?.connections;
    if (connections !== undefined && (!Number.isInteger(connections) || connections < 1)) {
      problems.push({
        path: `${system.name}.${store}.connections`,
        message: `${connections} is not a whole number of 1 or more`,
      });
    }
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

function validateObjective(path: string, { target }: Objective): Problem[] {
  return target.partsPerMillion > 0 && target.partsPerMillion < 1_000_000
    ? []
    : [
        {
          path: `${path}.target`,
          message: `${target.toString()} leaves no error budget to count; give a share between 0 and 100`,
        },
      ];
}

/** A Redis that rewrites its log holds the old one and the new one on its disk. */
export function validateCacheStorage({ name, cache }: Pick<System, "name" | "cache">): Problem[] {
  if (!cache?.memory.times(2).exceeds(cache.storage)) return [];
  return [
    {
      path: `${name}.cache.storage`,
      message: `${cache.storage} is less than twice the memory of ${cache.memory}, which a rewrite of its log needs; give ${cache.memory.times(2)}`,
    },
  ];
}
