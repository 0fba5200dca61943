import { z } from "zod";
import type { ApplicationLogin } from "../model/database-login.ts";
import { cachePassword, lockedPasswords, secretNames } from "../model/secret-names.ts";
import type { System } from "../model/system.ts";
import { show, textField } from "./fields.ts";
import { strictObject } from "./strict-object.ts";

/** Texts by name, of which some are left out. */
export type Named = Readonly<Record<string, string | undefined>>;

/** Those that are given. */
export const present = <T>(named: Readonly<Record<string, T | undefined>>): ReadonlyMap<string, T> =>
  new Map(Object.entries(named).filter((entry): entry is [string, T] => entry[1] !== undefined));

/** The version of a secret, where one can be asked for. */
type VersionField = ReturnType<typeof versionField>;

/** @param problem What is wrong with a version, if anything. */
export const versionField = (problem: (version: string) => string | undefined) =>
  textField("the version of the secret that is in force").superRefine((text, context) => {
    const message = text === "" ? undefined : problem(text);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });

/** A password that nobody comes by is no Secret, so that it lies nowhere. */
const ofLockedLogin = z
  .never({
    error:
      "is the password of a login that is locked; name the login in applicationLogins, or leave this out",
  })
  .optional();

/**
 * The version in force of each secret, and any further one that is accepted beside it.
 * @param logins Those of the application that the database lets in.
 */
export function versionFields(system: System, logins: readonly ApplicationLogin[], version: VersionField) {
  const locked = lockedPasswords(logins);
  const fields = secretNames(system, logins).map(({ name, optional }) => [
    name,
    locked.includes(name) ? ofLockedLogin : optional ? version.optional() : version,
  ]);
  return {
    versions: strictObject("versions by secret", Object.fromEntries(fields) as Record<string, z.ZodType>),
    ...alsoAcceptedField(system, version),
  };
}

/** While one password of a Redis replaces another, it takes both (CAC-11). */
const alsoAcceptedField = ({ cache }: System, version: VersionField) =>
  cache?.kind === "platform"
    ? {
        alsoAccepted: strictObject("further versions that are accepted", {
          [cachePassword]: version.optional(),
        }).optional(),
      }
    : {};

/** Refuses what is accepted twice. */
export function acceptedOnce(given: unknown, context: z.core.$RefinementCtx): void {
  const { versions = {}, alsoAccepted = {} } = given as {
    readonly versions?: Named;
    readonly alsoAccepted?: Named;
  };
  for (const [name, other] of Object.entries(alsoAccepted)) {
    if (other === undefined || other !== versions[name]) continue;
    const message = `${show(other)} is the version in force, and accepted as such; give another or leave it out`;
    context.addIssue({ code: "custom", path: ["alsoAccepted", name], message });
  }
}
