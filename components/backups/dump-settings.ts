import { mebibytes } from "../../model/quantities/bytes.ts";
import { hours } from "../../model/quantities/duration.ts";
import type { DumpedDatabase } from "./dumped-database.ts";
import { serverRoom } from "./scratch-server.ts";

/** Where the program looks for its settings, and what lies there. */
export const settingsFiles = {
  folder: "/etc/slipway-backup",
  settings: "settings.json",
  authority: "authority.pem",
} as const;

/** How long one attempt may take; the program ends itself and says what it waited for. */
export const attemptLimit = hours(6);

/**
 * The files of the program's ConfigMap: its settings, without secrets, and whom the bucket's service was certified by where
 * that is nobody whom the image trusts. images/backup/README.md has the fields.
 */
export function settingsData({
  database,
  schemas,
  roles,
  canary,
  dumps,
  source,
}: DumpedDatabase): Readonly<Record<string, string>> {
  const settings = {
    source,
    bucket: {
      endpoint: dumps.endpoint.url,
      region: dumps.region,
      name: dumps.bucket,
      prefix: source,
    },
    recipients: dumps.recipients.map(String),
    ...(schemas && { schemas }),
    // Of a provider's roles nobody else is a member, and whoever restores may do nothing in their name.
    ...(database.kind === "external" && { withoutOwners: true }),
    timeLimit: `${attemptLimit.wholeSeconds}s`,
    drill: {
      recoveryTime: `${database.recovery.time.wholeSeconds}s`,
      ...(roles.length > 0 && { roles }),
      roomMebibytes: Math.floor(serverRoom(database).count / mebibytes(1).count),
      checks: database.drill ?? [],
      ...(canary && { canary }),
    },
  };
  return {
    [settingsFiles.settings]: `${JSON.stringify(settings, undefined, 2)}\n`,
    ...(dumps.certificateAuthority === undefined
      ? {}
      : { [settingsFiles.authority]: dumps.certificateAuthority }),
  };
}
