import { z } from "zod";
import type { ApplicationLogin } from "../model/database-login.ts";
import type { EnvironmentName } from "../model/environment-name.ts";
import type { Duration } from "../model/quantities/duration.ts";
import { loginPasswords, type SecretName, secretNames } from "../model/secret-names.ts";
import type { System } from "../model/system.ts";
import { applicationLoginsField, givenLogins } from "./application-logins.ts";
import { configuredSecretFields, type GivenConfiguredSecrets, kindField } from "./configured-secrets.ts";
import type { SecretSource } from "./environment.ts";
import { nameField, show } from "./fields.ts";
import { rotationField } from "./rotation.ts";
import { type SecretServiceName, secretServiceNames, secretServices } from "./secret-service.ts";
import { acceptedOnce, type Named, present, versionField, versionFields } from "./secret-versions.ts";
import { strictObject } from "./strict-object.ts";

/** What a stack's file says of a system's secrets, once it is read. */
export type GivenSecrets = GivenStoredSecrets | GivenConfiguredSecrets;

interface GivenStoredSecrets {
  readonly kind?: "store";
  readonly service?: Exclude<SecretServiceName, "unnamed">;
  readonly store: string;
  readonly versions?: Named;
  readonly alsoAccepted?: Named;
  readonly applicationLogins?: readonly ApplicationLogin[];
  /** The optional secrets that are there, where no version could say so. */
  readonly optional?: readonly string[];
  /** After how long a secret has to be replaced, where that is not after the usual span. */
  readonly rotateAfter?: Readonly<Record<string, Duration | undefined>>;
}

const what = "where secrets are kept";

/** Where a system's secrets are kept, and which versions of them are in force, by the rules of the service that keeps them. */
export function secretsField(system: System, environment: EnvironmentName) {
  return z.unknown().transform((given, context): GivenSecrets => {
    const service = serviceIn(given);
    const logins = givenLogins(given);
    const isConfigured = environment === "dev" || fieldIn(given, "kind") === "configuration";
    const fields =
      isConfigured && environment !== "production"
        ? configuredSecretFields(system, environment, logins)
        : fieldsFor(system, environment, service, logins);
    const result = fields.safeParse(given);
    if (!result.success) {
      for (const { path, message } of result.error.issues)
        context.issues.push({ code: "custom", path: [...path], message, input: given });
      return z.NEVER;
    }
    const problem = isConfigured ? undefined : keyProblem(system, environment, service);
    if (problem !== undefined)
      context.issues.push({ code: "custom", path: ["service"], message: problem, input: given });
    return result.data as unknown as GivenSecrets;
  });
}

/** The source that a system's secrets come from. */
export function secretSource(
  system: System,
  environment: EnvironmentName,
  given: GivenSecrets | undefined,
): SecretSource {
  if (!given) return { kind: "generated" };
  if (given.kind === "configuration") {
    const versions = present(given.versions);
    return environment === "dev"
      ? { kind: "generated", configured: versions }
      : { kind: "configured", versions, alsoAccepted: present(given.alsoAccepted ?? {}) };
  }
  const { service = "unnamed", store, versions, alsoAccepted, optional = [], rotateAfter = {} } = given;
  const held = secretNames(system, given.applicationLogins).filter(
    (secret) => !secret.optional || optional.includes(secret.name),
  );
  return {
    kind: "stored",
    service,
    store,
    versions: versions ? present(versions) : new Map(held.map(({ name }) => [name, ""])),
    alsoAccepted: present(alsoAccepted ?? {}),
    rotateAfter: present(rotateAfter),
  };
}

/** The service that is named, if it is one. What is none is refused with the rest. */
function serviceIn(given: unknown): SecretServiceName {
  const named = fieldIn(given, "service");
  return secretServiceNames.find((name) => name === named) ?? "unnamed";
}

const fieldIn = (given: unknown, name: "kind" | "service"): unknown =>
  typeof given === "object" && given !== null ? (given as Record<string, unknown>)[name] : undefined;

function fieldsFor(
  system: System,
  environment: EnvironmentName,
  service: SecretServiceName,
  logins: readonly ApplicationLogin[],
) {
  const { versionProblem } = secretServices[service];
  const where = {
    kind: kindField(environment).optional(),
    service: z
      .enum(secretServiceNames, {
        error: ({ input }) =>
          `${show(input)} is no service that keeps secrets; give one of: ${secretServiceNames.join(", ")}`,
      })
      .optional(),
    store: nameField("the name of the cluster's secret store"),
  };
  const further = {
    ...applicationLoginsField(system, environment),
    rotateAfter: rotationField(system),
  };
  return versionProblem === undefined
    ? strictObject(what, { ...where, ...optionalField(system), ...further })
    : strictObject(what, {
        ...where,
        ...versionFields(system, logins, versionField(versionProblem)),
        ...further,
      }).superRefine(acceptedOnce);
}

function optionalField(system: System) {
  // Whether a login's password is there follows from who is let in.
  const logins: readonly string[] = Object.values(loginPasswords);
  const names = secretNames(system).flatMap(({ name, optional }: SecretName) =>
    optional && !logins.includes(name) ? [name] : [],
  );
  if (names.length === 0) return {};
  const known = `known: ${names.join(", ")}`;
  return {
    optional: z
      .array(
        z.enum(names, {
          error: ({ input }) => `${show(input)} is no optional secret of the system; ${known}`,
        }),
        { error: ({ input }) => `${show(input)} is not a list of optional secrets; ${known}` },
      )
      .optional(),
  };
}

/** Why a service could not keep a system's secrets apart, or at all. */
function keyProblem(
  system: System,
  environment: EnvironmentName,
  service: SecretServiceName,
): string | undefined {
  const { joinsByDoubled, longestKey, remoteKey } = secretServices[service];
  const names = secretNames(system).map(({ name }) => name);
  const doubled = [system.name, ...names].filter((name) => /--|__/.test(name));
  if (joinsByDoubled && doubled.length > 0)
    return `${show(service)} can't tell apart what has a doubled - or _ in its name: ${doubled.join(", ")}; give it another name, or use another service`;
  if (longestKey === undefined) return undefined;
  const long = names.filter(
    (secret) => remoteKey({ environment, system: system.name, secret }).key.length > longestKey,
  );
  return long.length === 0
    ? undefined
    : `${show(service)} takes keys of at most ${longestKey} characters; too long: ${long.join(", ")}`;
}
