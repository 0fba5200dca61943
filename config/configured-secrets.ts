import { z } from "zod";
import type { ApplicationLogin } from "../model/database-login.ts";
import type { EnvironmentName } from "../model/environment-name.ts";
import { secretNames } from "../model/secret-names.ts";
import type { System } from "../model/system.ts";
import { applicationLoginsField } from "./application-logins.ts";
import { missingOr, show } from "./fields.ts";
import { secretServices } from "./secret-service.ts";
import { acceptedOnce, type Named, versionField, versionFields } from "./secret-versions.ts";
import { strictObject } from "./strict-object.ts";

/** What a stack's file says of secrets whose values it holds itself, encrypted. */
export interface GivenConfiguredSecrets {
  readonly kind: "configuration";
  readonly versions: Named;
  readonly alsoAccepted?: Named;
  readonly applicationLogins?: readonly ApplicationLogin[];
}

/** Where a stack may take its secrets from, as its file names it. */
export const secretKinds = ["store", "configuration"] as const;

/** Which of them an environment may name. Dev makes up what its file does not give. */
const kindsOf = {
  dev: ["configuration"],
  staging: secretKinds,
  production: ["store"],
} as const satisfies Readonly<Record<EnvironmentName, readonly (typeof secretKinds)[number][]>>;

const whyNot = {
  dev: 'nothing that dev can name; it makes up what its file does not give, so give "configuration" or leave "secrets" out',
  staging: `no source of secrets; give one of: ${secretKinds.join(", ")}`,
  production:
    'not for production, whose secrets never lie in the repository; give "store" or leave it out, and name the store',
} as const satisfies Readonly<Record<EnvironmentName, string>>;

/** The source, for an environment that has a choice of them. */
export const kindField = (environment: EnvironmentName) =>
  z.enum(kindsOf[environment], {
    error: ({ input }) =>
      missingOr(input, `is ${whyNot[environment]}`, kindsOf[environment].map(show).join(" or ")),
  });

/**
 * Which versions are in force of the secrets that stand in the stack's own configuration. In dev any of those that the
 * code reads may: what its data stores are opened with is made up in any case.
 * @param logins Those of the application that the database lets in.
 */
export function configuredSecretFields(
  system: System,
  environment: EnvironmentName,
  logins: readonly ApplicationLogin[],
) {
  const version = versionField((text) => secretServices.unnamed.versionProblem?.(text));
  const letIn = applicationLoginsField(system, environment);
  const kind = kindField(environment);
  const what = "which secrets the stack's configuration holds";
  if (environment !== "dev")
    return strictObject(what, { kind, ...versionFields(system, logins, version), ...letIn }).superRefine(
      acceptedOnce,
    );
  const read = secretNames(system).filter(({ name }) => system.variables[name]?.kind === "secret");
  return strictObject(what, {
    kind,
    versions: strictObject(
      "versions by secret",
      Object.fromEntries(read.map(({ name }) => [name, version.optional()])),
    ),
    ...letIn,
  });
}
