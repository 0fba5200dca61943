import { z } from "zod";
import type { Database } from "../model/database.ts";
import type { EnvironmentName } from "../model/environment-name.ts";
import { platformImageNames } from "../model/platform-image.ts";
import { publicServices } from "../model/public-service.ts";
import { secretNames } from "../model/secret-names.ts";
import type { System } from "../model/system.ts";
import type { Workload } from "../model/workload.ts";
import { backupsField } from "./backups.ts";
import { cloudIdentitiesField } from "./cloud-identities.ts";
import { contractField } from "./contract-migration.ts";
import { dashboardsField } from "./dashboards.ts";
import { databaseClustersField } from "./database-clusters.ts";
import { dumpsField } from "./dumps.ts";
import {
  bytesField,
  cidrsField,
  countField,
  cpuField,
  hostnameField,
  releaseField,
  missingOr,
  show,
  textField,
} from "./fields.ts";
import { flagsField } from "./flags.ts";
import { offHoursField } from "./off-hours.ts";
import { rateLimitsField } from "./rate-limits.ts";
import { receiversField } from "./receivers.ts";
import { runbooksField } from "./runbooks.ts";
import { secretsField } from "./secret-source.ts";
import { strictObject } from "./strict-object.ts";

// The schema is made from the declarations, so that a service, a hostname or an image which nobody declared is an
// unknown key, and one that an environment must give is a missing one.

const fromEntries = <T>(names: Iterable<string>, field: (name: string) => T): Record<string, T> =>
  Object.fromEntries([...names].map((name) => [name, field(name)]));

const cpuSize = strictObject("a CPU size", { request: cpuField, limit: cpuField });

function replicasField(service: Workload) {
  if (service.kind === "singleton") return {};
  if (service.scale.kind === "fixed") return { replicas: countField.optional() };
  return {
    replicas: strictObject("bounds of the autoscaler", {
      minimum: countField,
      maximum: countField,
    }).optional(),
  };
}

const serviceSize = (service: Workload) =>
  strictObject("the size of a service", {
    cpu: cpuSize.optional(),
    memory: bytesField.optional(),
    ...replicasField(service),
  }).optional();

function databaseSize({ kind }: Database, environment: EnvironmentName) {
  const storage = { storage: bytesField.optional() };
  // Dev's is one pod of one size, and somebody else's is not sized here.
  const ofCluster =
    kind === "external" || environment === "dev"
      ? {}
      : { instances: countField.optional(), cpu: cpuSize.optional(), memory: bytesField.optional() };
  return strictObject("the size of the database", { ...storage, ...ofCluster });
}

const cacheInstancesField = z.literal([1, 3], {
  error: ({ input }) =>
    `${show(input)} is no number of instances that a Redis may have; give 1, or 3 for replicas and sentinels`,
});

function sizesOf(system: System, environment: EnvironmentName) {
  return strictObject("sizes", {
    services: strictObject(
      "sizes by service",
      Object.fromEntries(
        Object.entries(system.services).map(([name, service]) => [name, serviceSize(service)]),
      ),
    ).optional(),
    ...(system.database ? { database: databaseSize(system.database, environment).optional() } : {}),
    ...(system.cache && (system.cache.kind === "platform" || environment === "dev")
      ? {
          cache: strictObject("the size of the cache", {
            storage: bytesField.optional(),
            memory: bytesField.optional(),
            ...(environment === "dev" ? {} : { instances: cacheInstancesField.optional() }),
          }).optional(),
        }
      : {}),
    ...(system.vectorStore?.kind === "qdrant"
      ? {
          vectorStore: strictObject("the size of the vector store", {
            storage: bytesField.optional(),
            memory: bytesField.optional(),
          }).optional(),
        }
      : {}),
    ceiling: strictObject("the most that a system may need", {
      cpu: cpuField.optional(),
      memory: bytesField.optional(),
      pods: countField.optional(),
    }).optional(),
  });
}

function hostnamesOf(system: System, environment: EnvironmentName) {
  const forService = environment === "dev" ? hostnameField.optional() : hostnameField;
  return strictObject("hostnames", {
    ...fromEntries(publicServices(system).keys(), () => forService),
    ...fromEntries(Object.keys(system.externalHosts), () => hostnameField),
  });
}

function secretsOf(system: System, environment: EnvironmentName) {
  if (secretNames(system).length === 0) return {};
  const secrets = secretsField(system, environment);
  return { secrets: environment === "dev" ? secrets.optional() : secrets };
}

function systemOf(system: System, environment: EnvironmentName) {
  return strictObject("a system", {
    sizes: sizesOf(system, environment).optional(),
    hostnames: hostnamesOf(system, environment),
    ...databaseClustersField(system, environment),
    ...contractField(system),
    ...rateLimitsField(system),
    ...flagsField(system),
    ...offHoursField(environment),
    ...cloudIdentitiesField(system),
    ...secretsOf(system, environment),
  });
}

function releaseOf(systems: readonly System[], environment: EnvironmentName) {
  const image = environment === "dev" ? releaseField.optional() : releaseField;
  const images = (names: string[]) => {
    const group = strictObject(
      "images",
      fromEntries(names, () => image),
    );
    return environment === "dev" ? group.optional() : group;
  };
  const release = strictObject("a release", {
    ...Object.fromEntries(systems.map(({ name, images: declared }) => [name, images(Object.keys(declared))])),
    platform: images([...platformImageNames(environment)]),
  });
  return environment === "dev" ? release.optional() : release;
}

const checkout = strictObject("a checkout", {
  context: textField("the folder to build from"),
  dockerfile: textField("the Dockerfile below that folder").optional(),
}).optional();

const checkoutsOf = (systems: readonly System[]) =>
  strictObject(
    "checkouts",
    Object.fromEntries(
      systems.map(({ name, images }) => [
        name,
        strictObject(
          "checkouts by image",
          fromEntries(Object.keys(images), () => checkout),
        ).optional(),
      ]),
    ),
  ).optional();

const clusterField = strictObject("a cluster", {
  context: textField("a context of the kubeconfig file").optional(),
  kubeconfig: textField("the path of a kubeconfig file")
    // Its content would bring its tokens into git and into the state; it is not even shown.
    .refine((path) => !/[\n{]/.test(path), {
      error: "is the content of a kubeconfig; give the path of the file",
    })
    .optional(),
  identity: z
    .string({
      error: ({ input }) =>
        missingOr(input, "is not a text", "the UID of the cluster's kube-system namespace"),
    })
    .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
      error: ({ input }) =>
        `${show(input)} is not a UID; read it with: kubectl get namespace kube-system -o jsonpath={.metadata.uid}`,
    }),
  apiServer: cidrsField("the networks that its API server answers from").optional(),
}).refine(({ context, kubeconfig }) => context !== undefined || kubeconfig !== undefined, {
  error: "names no cluster; give a context, a kubeconfig, or both",
});

/** Names as GitHub takes them; `owner/name` in one is a mistake that is easily made. */
const gitHubName = (expected: string, form: RegExp) =>
  textField(expected).regex(form, { error: ({ input }) => `${show(input)} is not ${expected}` });

/** GitHub asks at most six for an approval, and any one of them is enough. */
const reviewerTeamsField = z
  .array(countField, {
    error: ({ input }) =>
      input === undefined
        ? "missing; list the numeric ids of the teams that approve deployments"
        : `${show(input)} is not a list; give the numeric ids of the teams that approve deployments`,
  })
  .min(1, { error: "is empty; a deployment to production waits for an approval, so give one to six teams" })
  .max(6, { error: ({ input }) => `lists ${(input as unknown[]).length} teams; GitHub takes at most six` })
  .refine((teams) => new Set(teams).size === teams.length, { error: "names a team twice" });

function repositoryOf(environment: EnvironmentName) {
  const shape = {
    owner: gitHubName("the organisation or user on GitHub", /^[A-Za-z\d](?:-?[A-Za-z\d])*$/),
    name: gitHubName("the repository's name without its owner", /^[\w.-]+$/),
  };
  if (environment === "production") {
    return strictObject("a repository", { ...shape, reviewerTeams: reviewerTeamsField }).optional();
  }
  return strictObject("a repository", shape)
    .transform((repository) => ({ ...repository, reviewerTeams: [] }))
    .optional();
}

/** The schema of `slipway:environment` for these systems in this environment. */
export function environmentSchema(systems: readonly System[], environment: EnvironmentName) {
  return strictObject("an environment", {
    name: z.literal(environment, {
      error: ({ input }) => `${show(input)} is not the name of this stack; write "${environment}"`,
    }),
    cluster: environment === "dev" ? clusterField.optional() : clusterField,
    systems: strictObject(
      "systems",
      Object.fromEntries(systems.map((system) => [system.name, systemOf(system, environment)])),
    ),
    release: releaseOf(systems, environment),
    ...backupsField(systems, environment),
    ...dumpsField(systems, environment),
    ...receiversField(systems, environment),
    ...dashboardsField(environment),
    ...runbooksField(environment),
    // Dev is built from checkouts and deployed by nobody; the others are deployed from the repository.
    ...(environment === "dev"
      ? { checkouts: checkoutsOf(systems) }
      : { repository: repositoryOf(environment) }),
  });
}
