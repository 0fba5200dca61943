import { randomBytes } from "node:crypto";
import {
  backupKeys,
  databaseKeys,
  sessionTokenKey,
} from "../../../../components/secrets/secret-references.ts";
import { receiverSecretsOwner } from "../../../../config/receiver-secrets.ts";
import type { ByEnvironment, EnvironmentName } from "../../../../model/environment-name.ts";
import {
  backupCredentials,
  bucketCredentials,
  databaseAddresses,
  drillIdentity,
  dumpCredentials,
  secretNames,
} from "../../../../model/secret-names.ts";
import { valueOfShape } from "../../../../model/secret-shape.ts";
import type { System } from "../../../../model/system.ts";
import { madeUpPair } from "./drill-identity.ts";
import type { StoredVersion } from "./secret-store.ts";

/** A database outside the cluster, as its addresses tell: for both paths the same, and in each environment by another name. */
export interface OutsideDatabase {
  readonly user: string;
  readonly password: string;
  readonly hosts: ByEnvironment<string>;
  readonly database: string;
}

/**
 * A value for every secret that a store of an environment must hold or may, each in the shape it is declared with.
 * @param versions Which versions of each are there.
 */
export function madeUpValues(
  environment: EnvironmentName,
  systems: readonly System[],
  versions: readonly string[],
  outside: OutsideDatabase,
): readonly StoredVersion[] {
  return systems.flatMap((system) =>
    secretNames(system).flatMap(({ name }) =>
      versions.map((version) => ({
        key: `${environment}/${system.name}/${name}`,
        version,
        value: valueOf(environment, system, name, outside),
      })),
    ),
  );
}

/** A value for every secret of receivers of alerts: an address where its name says that it is one, and else a key. */
export const madeUpReceiverValues = (
  environment: EnvironmentName,
  names: readonly string[],
  versions: readonly string[],
): readonly StoredVersion[] =>
  names.flatMap((name) =>
    versions.map((version) => ({
      key: `${environment}/${receiverSecretsOwner}/${name}`,
      version,
      value: name.endsWith("_URL") ? `https://receiver.invalid/${characters(24)}` : characters(32),
    })),
  );

function valueOf(
  environment: EnvironmentName,
  { variables }: System,
  name: string,
  outside: OutsideDatabase,
): string {
  if (name === databaseAddresses) return addressesOf(outside, environment);
  if (name === drillIdentity) return madeUpPair("drill").identity;
  if (name === backupCredentials || name === dumpCredentials)
    return JSON.stringify({ [backupKeys.id]: characters(20), [backupKeys.secret]: characters(40) });
  if (name === bucketCredentials)
    return JSON.stringify({
      [backupKeys.id]: characters(20),
      [backupKeys.secret]: characters(40),
      [sessionTokenKey]: characters(120),
    });
  const declared = variables[name];
  if (declared?.kind !== "secret") return characters(32);
  return valueOfShape(declared.shape, environment, characters(declared.shape.length));
}

function addressesOf(
  { user, password, hosts, database }: OutsideDatabase,
  environment: EnvironmentName,
): string {
  const address = `postgresql://${user}:${encodeURIComponent(password)}@${hosts[environment]}:5432/${database}`;
  return JSON.stringify(
    Object.fromEntries((["pooled", "direct"] as const).map((path) => [databaseKeys[path], address])),
  );
}

const characters = (length: number): string => randomBytes(length).toString("hex").slice(0, length);
