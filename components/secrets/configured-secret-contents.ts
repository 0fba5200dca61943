import { createHash } from "node:crypto";
import type { SystemEnvironment } from "../../config/environment.ts";
import { cacheBackupPassword, cacheMonitorPassword, cachePassword } from "../../model/secret-names.ts";
import { acceptedPasswords, cacheUsersSecretName } from "./cache-secrets.ts";
import { type ConfiguredValue, configuredValues } from "./configured-values.ts";
import {
  cacheUsers,
  cacheUsersContents,
  secretContents,
  secretObjects,
  secretType,
} from "./secret-contents.ts";
import { versionsOf } from "./secret-references.ts";

/** A Secret whose values stand in the stack's configuration. */
export interface ConfiguredSecret {
  /** Of the Secret; it holds the version. */
  readonly name: string;
  readonly type: "Opaque" | "kubernetes.io/basic-auth";
  /** What it holds, once the values are known. */
  readonly contents: (valueOf: (value: ConfiguredValue) => string) => Readonly<Record<string, string>>;
}

/** Every Secret of a system whose values stand in the configuration, by the secret that it holds a version of. */
export function configuredSecretContents(own: SystemEnvironment): ReadonlyMap<string, ConfiguredSecret> {
  const { system, secrets } = own;
  const all = new Map<string, ConfiguredSecret>();
  for (const [secret, version] of versionsOf(secrets)) {
    if (configuredValues(own).length === 0) continue;
    for (const object of secretObjects(own, secret))
      all.set(object.key, {
        name: object.name,
        type: secretType(secret) ?? "Opaque",
        contents: (valueOf) => {
          const value = (property?: string) => valueOf({ system: system.name, secret, version, property });
          // Validation has held it to its shape.
          return secretContents(object, own, { escaped: () => inAddress(value()), checked: value });
        },
      });
  }
  if (secrets.kind !== "configured" || system.cache?.kind !== "platform") return all;
  const { cache } = system;
  const [first = "", ...others] = acceptedPasswords(own);
  all.set(cacheUsers, {
    name: cacheUsersSecretName(own),
    type: "Opaque",
    contents: (valueOf) => {
      const password = (version: string) => valueOf({ system: system.name, secret: cachePassword, version });
      const sumOf = (secret: string) => {
        const version = secrets.versions.get(secret);
        return version === undefined ? undefined : sum(valueOf({ system: system.name, secret, version }));
      };
      const [monitor, backup] = [sumOf(cacheMonitorPassword), sumOf(cacheBackupPassword)];
      const sums = {
        application: [first, ...others].map((version) => sum(password(version))),
        ...(monitor !== undefined && { monitor }),
        ...(backup !== undefined && { backup }),
      };
      return cacheUsersContents(own, cache, { sums, password: password(first) });
    },
  });
  return all;
}

const sum = (text: string): string => createHash("sha256").update(text).digest("hex");

/** As it stands in an address; what `encodeURIComponent` leaves alone is taken for a delimiter by some. */
const inAddress = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
