import { z } from "zod";
import type { EnvironmentName } from "../model/environment-name.ts";
import { platformImages } from "../model/platform-image.ts";
import { secretNames } from "../model/secret-names.ts";
import type { System } from "../model/system.ts";
import type { Workload } from "../model/workload.ts";
import {
  bytesField,
  countField,
  cpuField,
  hostnameField,
  nameField,
  releaseField,
  missingOr,
  show,
  textField,
} from "./fields.ts";
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

function sizesOf(system: System) {
  return strictObject("sizes", {
    services: strictObject(
      "sizes by service",
      Object.fromEntries(
        Object.entries(system.services).map(([name, service]) => [name, serviceSize(service)]),
      ),
    ).optional(),
    ...(system.database
      ? { database: strictObject("the size of the database", { storage: bytesField.optional() }).optional() }
      : {}),
    ...(system.cache
      ? {
          cache: strictObject("the size of the cache", {
            storage: bytesField.optional(),
            memory: bytesField.optional(),
          }).optional(),
        }
      : {}),
    ...(system.vectorStore?.kind === "qdrant"
      ? {
          vectorStore: strictObject("the size of the vector store", {
            storage: bytesField.optional(),
          }).optional(),
        }
      : {}),
  });
}

function hostnamesOf(system: System, environment: EnvironmentName) {
  const publicServices = Object.entries(system.services).flatMap(([name, service]) =>
    "public" in service && service.public ? [name] : [],
  );
  const forService = environment === "dev" ? hostnameField.optional() : hostnameField;
  return strictObject("hostnames", {
    ...fromEntries(publicServices, () => forService),
    ...fromEntries(Object.keys(system.externalHosts), () => hostnameField),
  });
}

function secretsOf(system: System) {
  const version = nameField("the version of the secret that is in force");
  return strictObject("where secrets are kept", {
    store: nameField("the name of the cluster's secret store"),
    versions: strictObject(
      "versions by secret",
      Object.fromEntries(
        secretNames(system).map(({ name, optional }) => [name, optional ? version.optional() : version]),
      ),
    ),
  });
}

function systemOf(system: System, environment: EnvironmentName) {
  return strictObject("a system", {
    sizes: sizesOf(system).optional(),
    hostnames: hostnamesOf(system, environment),
    ...(environment === "dev" || secretNames(system).length === 0 ? {} : { secrets: secretsOf(system) }),
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
    platform: images(Object.keys(platformImages)),
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
    // Dev is built from checkouts and deployed by nobody; the others are deployed from the repository.
    ...(environment === "dev"
      ? { checkouts: checkoutsOf(systems) }
      : { repository: repositoryOf(environment) }),
  });
}
