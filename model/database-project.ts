import type { Hostname } from "./hostname.ts";
import type { SecretShape } from "./secret-shape.ts";
import type { ThirdParty } from "./third-party.ts";

/**
 * Which project at its provider a database belongs to: that of one of the system's external hosts, by the first label of its name, as
 * `abc` in `abc.supabase.co`.
 */
export interface DatabaseProject {
  /** A key of the system's `externalHosts`. */
  readonly host: string;
  /** Whose projects have hosts right below its own. */
  readonly party: Pick<ThirdParty, "host">;
}

/** The project that a host is of; `undefined` where it is not right below the provider's own. */
export function projectOf({ party }: DatabaseProject, { name }: Hostname): string | undefined {
  const [label, ...rest] = name.split(".");
  return rest.join(".") === party.host ? label : undefined;
}

/**
 * The addresses of a project's database, and of no other's (CF-25): the project stands in the host, as a label, or ends the user, as a pooler
 * has it that many projects share.
 */
export function inProject(shape: SecretShape, project: string): SecretShape {
  const login = (user: string) => `${user}:[^/@]+@`;
  const byUser = `${login(`[^:/@]+[.]${project}`)}[^/@]+`;
  const byHost = `${login("[^:/@]+")}([^/@:,]+[.])?${project}[.][^/@,]+`;
  return {
    ...shape,
    suffix: `.${project}${shape.suffix}`,
    pattern: {
      source: `^[a-z]+://(${byUser}|${byHost})/[!-~]+$`,
      meaning: `names the project ${project} in its host or at the end of its user, and a password and a database, with what is special in them percent-encoded`,
    },
  };
}
