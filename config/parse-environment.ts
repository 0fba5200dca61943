import type { z } from "zod";
import { onlyFirst } from "../model/database-cluster.ts";
import type { PlatformPostgres } from "../model/database.ts";
import { type EnvironmentName, environmentNames } from "../model/environment-name.ts";
import { Digest, ImageReference } from "../model/image-reference.ts";
import { type PlatformImageName, platformImages } from "../model/platform-image.ts";
import { type Problem, throwIfAny, ValidationError } from "../model/problem.ts";
import type { System } from "../model/system.ts";
import { validateCacheCapacity } from "../model/validation/validate-cache.ts";
import { validateConnections } from "../model/validation/validate-connections.ts";
import {
  validateDatabaseMemory,
  validateDevDatabaseMemory,
} from "../model/validation/validate-database-memory.ts";
import { validateSystems } from "../model/validation/validate-systems.ts";
import { validateVectorStore } from "../model/validation/validate-vector-store.ts";
import { validateRedundancy, validateScaling, validateSize } from "../model/validation/validate-workload.ts";
import { alertLinkProblems } from "./alert-link-problems.ts";
import { applySizes } from "./apply-sizes.ts";
import { clearSecretProblems } from "./clear-secrets.ts";
import { contractProblems } from "./contract-migration.ts";
import { databaseClusters } from "./database-clusters.ts";
import { databaseProjectProblems } from "./database-project.ts";
import { providerProblems, secretRecipientProblems } from "./dumps.ts";
import type { Environment, SystemEnvironment } from "./environment.ts";
import { show } from "./fields.ts";
import { flagProblems, flagReleases } from "./flags.ts";
import type { GivenEnvironment } from "./given.ts";
import { withoutSecrets } from "./hidden-secrets.ts";
import { applyRateLimits } from "./rate-limits.ts";
import { receiverProblems } from "./receiver-problems.ts";
import { environmentSchema } from "./schema.ts";
import { secretSource } from "./secret-source.ts";

const key = "slipway:environment";

/**
 * Checks the declarations and what a stack's configuration says of them, and returns the environment.
 * @param stack Name of the stack; must be that of an environment.
 * @param given The value of `slipway:environment`, as it was read.
 * @param otherKeys Further keys of the `slipway:` namespace that are set; there must be none.
 * @throws ValidationError with every problem of the declarations and of the configuration.
 */
export function parseEnvironment(
  systems: readonly System[],
  stack: string,
  given: unknown,
  otherKeys: readonly string[] = [],
): Environment {
  const name = environmentNames.find((candidate) => candidate === stack);
  if (name === undefined) {
    const message = `is no environment; select one of: ${environmentNames.join(", ")}`;
    throw new ValidationError("Stack", [{ path: show(stack), message }]);
  }
  const problems: Problem[] = otherKeys.map((other) => ({
    path: other,
    message: `is not read; all of an environment stands in ${key}`,
  }));
  problems.push(...validateSystems(systems));
  const result = environmentSchema(systems, name).safeParse(given);
  if (!result.success) problems.push(...result.error.issues.map(problemOf));
  problems.push(...clearSecretProblems(key, given));
  throwIfAny(`Environment "${name}"`, withoutSecrets(problems, given));
  // The schema's keys are made from the declarations, so its type can't say more than `given.ts` writes out.
  const environment = assemble(systems, name, result.data as unknown as GivenEnvironment);
  const problemsOfParts = [
    ...sizeProblems(environment),
    ...hostnameProblems(environment),
    ...providerProblems(key, environment),
    ...secretRecipientProblems(key, environment.dumps),
    ...receiverProblems(key, environment),
    ...alertLinkProblems(key, environment),
    ...environment.systems.flatMap((own) => {
      const path = `${key}.systems.${own.system.name}`;
      return [
        ...flagProblems(path, own),
        ...contractProblems(path, own),
        ...databaseProjectProblems(path, own),
      ];
    }),
  ];
  throwIfAny(`Environment "${name}"`, withoutSecrets(problemsOfParts, given));
  return environment;
}

function problemOf({ path, message }: z.core.$ZodIssue): Problem {
  return { path: [key, ...path.map(String)].join("."), message };
}

function assemble(systems: readonly System[], name: EnvironmentName, given: GivenEnvironment): Environment {
  const platform = given.release?.["platform"] ?? {};
  const platformNames = Object.keys(platformImages) as PlatformImageName[];
  return {
    name,
    cluster: given.cluster && {
      context: undefined,
      kubeconfig: undefined,
      apiServer: undefined,
      ...given.cluster,
    },
    systems: systems.map((system) => assembleSystem(system, name, given)),
    platformImages: Object.fromEntries(
      platformNames.map((image) => [image, platformReference(image, platform[image])]),
    ) as Record<PlatformImageName, ImageReference>,
    repository: given.repository,
    backups: given.backups,
    dumps: given.dumps,
    ...(given.receivers && { receivers: given.receivers }),
    ...(given.dashboards && { dashboards: given.dashboards }),
    ...(given.runbooks && { runbooks: given.runbooks }),
  };
}

function assembleSystem(system: System, name: EnvironmentName, given: GivenEnvironment): SystemEnvironment {
  const own = given.systems[system.name];
  if (!own) throw new TypeError(`the schema let an environment without ${system.name} through`);
  const release = given.release?.[system.name] ?? {};
  return {
    system: applyRateLimits(applySizes(system, own.sizes ?? {}), own.rateLimits ?? {}),
    hostnames: present(own.hostnames),
    images: new Map(
      Object.entries(system.images).map(([image, { repository }]) => [
        image,
        referenceOf(repository, release[image]),
      ]),
    ),
    checkouts: new Map(
      [...present(given.checkouts?.[system.name] ?? {})].map(([image, checkout]) => [
        image,
        { dockerfile: "Dockerfile", ...checkout },
      ]),
    ),
    secrets: secretSource(system, name, own.secrets),
    databaseClusters: own.database ? databaseClusters(own.database) : onlyFirst,
    flags: flagReleases(system, own.flags ?? {}),
    offHours: own.offHours,
    ...(own.secrets?.applicationLogins && { applicationLogins: own.secrets.applicationLogins }),
    ...(own.identities && { identities: present(own.identities) }),
    ...(own.contract && { contract: { ...own.contract, release: own.contract.release.toString() } }),
    ...(own.sizes?.ceiling && { ceiling: own.sizes.ceiling }),
  };
}

function present<T>(named: Readonly<Record<string, T | undefined>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(named).filter((entry): entry is [string, T] => entry[1] !== undefined));
}

function referenceOf(
  repository: string,
  released: Digest | ImageReference = Digest.neverReleased,
): ImageReference {
  return released instanceof Digest ? ImageReference.atDigest(repository, released) : released;
}

function platformReference(
  image: PlatformImageName,
  released: Digest | ImageReference | undefined,
): ImageReference {
  const named = `${platformImages[image].repository}:${platformImages[image].tag}`;
  if (released instanceof ImageReference) return released;
  return ImageReference.parse(released === undefined ? named : `${named}@${released.text}`);
}

/** What is wrong with the sizes, once they are applied. In dev, where nobody notices, one replica will do. */
function sizeProblems({ name, systems }: Environment): Problem[] {
  return systems.flatMap(({ system }) => [
    ...Object.entries(system.services).flatMap(([service, workload]) => {
      const path = `${key}.systems.${system.name}.sizes.services.${service}`;
      return [
        ...validateSize(path, workload.size),
        ...validateScaling(`${path}.replicas`, workload.scale),
        ...(name === "dev" ? [] : validateRedundancy(`${path}.replicas`, workload)),
      ];
    }),
    ...(name === "dev" ? validateDevDatabaseMemory(system) : databaseProblems(system)),
    ...validateConnections(system, name),
    ...validateCacheCapacity(system, name),
    ...validateVectorStore(system),
  ]);
}

function databaseProblems({ name, database }: System): Problem[] {
  if (database?.kind !== "platform") return [];
  const path = `${key}.systems.${name}.sizes.database`;
  return [...instanceProblems(path, database), ...validateDatabaseMemory(`${path}.memory`, database)];
}

/** A primary alone is away with its node, and loses what its archive does not have yet. */
function instanceProblems(path: string, { instances }: PlatformPostgres): Problem[] {
  if (instances >= 2) return [];
  const message = `${instances} is a primary without a standby: with its node the database is away, and what the archive does not have yet is lost; give 2 or more`;
  return [{ path: `${path}.instances`, message }];
}

/** One hostname leads to one service of one system. */
function hostnameProblems({ systems }: Environment): Problem[] {
  const owners = new Map<string, string>();
  return systems.flatMap(({ system, hostnames }) =>
    [...hostnames].flatMap(([service, { name }]) => {
      const owner = owners.get(name);
      const path = `${key}.systems.${system.name}.hostnames.${service}`;
      owners.set(name, owner ?? path);
      return owner === undefined
        ? []
        : [{ path, message: `"${name}" is already the name of ${owner}; give another` }];
    }),
  );
}
