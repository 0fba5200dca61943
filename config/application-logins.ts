import { z } from "zod";
import { type ApplicationLogin, applicationLoginNames, usualLogins } from "../model/database-login.ts";
import { hasSeparateRoles } from "../model/database-role.ts";
import type { EnvironmentName } from "../model/environment-name.ts";
import type { System } from "../model/system.ts";
import { missingOr, show } from "./fields.ts";

const known = applicationLoginNames.map(show).join(" or ");
const expected = `the logins that are let in, the one first that services go by: ${known}, or both`;

const loginsField = z
  .array(
    z.enum(applicationLoginNames as [ApplicationLogin, ...ApplicationLogin[]], {
      error: ({ input }) => `${show(input)} is no login of the application; give ${known}`,
    }),
    { error: ({ input }) => missingOr(input, `is not a list; give ${expected}`, expected) },
  )
  .min(1, { error: `is empty, and services would have no login; give ${expected}` })
  .refine((logins) => new Set(logins).size === logins.length, {
    error: ({ input }) => `${show(input)} names one twice; give each once`,
  });

/**
 * The key of a system's secrets that says which logins of the application its database lets in. Only one that the platform runs has
 * both, as it does everywhere in dev.
 */
export function applicationLoginsField(system: System, environment: EnvironmentName) {
  const madeHere = environment === "dev" || system.database?.kind === "platform";
  return madeHere && hasSeparateRoles(system, madeHere) ? { applicationLogins: loginsField.optional() } : {};
}

/** The logins that are let in by what is given of a system's secrets. What can't be read is refused with the rest. */
export function givenLogins(given: unknown): readonly ApplicationLogin[] {
  const named =
    typeof given === "object" && given !== null
      ? (given as Record<string, unknown>)["applicationLogins"]
      : undefined;
  return loginsField.safeParse(named).data ?? usualLogins;
}
