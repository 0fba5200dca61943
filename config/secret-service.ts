import type { EnvironmentName } from "../model/environment-name.ts";
import { show } from "./fields.ts";

/** The services behind a `ClusterSecretStore` whose rules are known, as a stack's file names them. */
export const secretServiceNames = [
  "aws-secrets-manager",
  "vault",
  "azure-key-vault",
  "gcp-secret-manager",
  "doppler",
] as const;

/** `unnamed` stands for a file that names none. */
export type SecretServiceName = (typeof secretServiceNames)[number] | "unnamed";

/** One value of one secret of one system, whichever service keeps it. */
export interface SecretPlace {
  readonly environment: EnvironmentName;
  readonly system: string;
  readonly secret: string;
  /** Which of its values, for a secret of several. */
  readonly property?: string | undefined;
}

/** Where a service keeps a value: the `remoteRef` of an ExternalSecret without its version. */
export interface RemoteKey {
  readonly key: string;
  /** Which property of the JSON object that is kept there. */
  readonly property?: string;
}

/** What one service asks of keys and versions (SEC-02). */
export interface SecretService {
  readonly remoteKey: (place: SecretPlace) => RemoteKey;
  /** How many characters it takes in a key; `undefined` where it names no bound. */
  readonly longestKey: number | undefined;
  /** Whether its keys tell a system from a secret by a doubled character, which neither may then have in its name. */
  readonly joinsByDoubled: boolean;
  /** What is wrong with a version, if anything. `undefined`: it keeps none that could be asked for. */
  readonly versionProblem: ((version: string) => string | undefined) | undefined;
}

const plainVersion = /^[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const path = ({ environment, system, secret }: SecretPlace): string => `${environment}/${system}/${secret}`;
const upperSnake = (kebab: string): string => kebab.toUpperCase().replaceAll("-", "_");
const withProperty = (key: string, property: string | undefined): RemoteKey =>
  property === undefined ? { key } : { key, property };

const matching =
  (form: RegExp, otherwise: string) =>
  (version: string): string | undefined =>
    form.test(version) ? undefined : `${show(version)} ${otherwise}`;

function awsVersionProblem(version: string): string | undefined {
  if (version.startsWith("uuid/") && uuid.test(version.slice("uuid/".length))) return undefined;
  if (version.startsWith("AWS"))
    return `${show(version)} moves to another value at each rotation; give "uuid/" and the version's id`;
  if (uuid.test(version))
    return `${show(version)} would be read as a staging label; write "uuid/${version}" for the version's id`;
  return plainVersion.test(version)
    ? undefined
    : `${show(version)} is no version of AWS Secrets Manager; give "uuid/" and the version's id, or a staging label of lower-case letters, digits and -`;
}

const countedVersion = /^[1-9]\d{0,18}$/;

/** Every service by its name. */
export const secretServices: Readonly<Record<SecretServiceName, SecretService>> = {
  unnamed: {
    remoteKey: (place) => withProperty(path(place), place.property),
    longestKey: undefined,
    joinsByDoubled: false,
    versionProblem: matching(
      plainVersion,
      "is not the version of the secret that is in force; use lower-case letters, digits and -",
    ),
  },
  "aws-secrets-manager": {
    remoteKey: (place) => withProperty(path(place), place.property),
    longestKey: 512,
    joinsByDoubled: false,
    versionProblem: awsVersionProblem,
  },
  vault: {
    // An entry of the KV engine is always an object; without a property all of it would be copied, as JSON.
    remoteKey: (place) => ({ key: path(place), property: place.property ?? "value" }),
    longestKey: undefined,
    joinsByDoubled: false,
    versionProblem: matching(
      countedVersion,
      'is no version of Vault\'s KV engine, version 2; give a whole number such as "1"',
    ),
  },
  "azure-key-vault": {
    // Letters, digits and - alone, and no difference between upper and lower case.
    remoteKey: ({ environment, system, secret, property }) =>
      withProperty([environment, system, secret.toLowerCase().replaceAll("_", "-")].join("--"), property),
    longestKey: 127,
    joinsByDoubled: true,
    versionProblem: matching(
      /^[0-9a-f]{32}$/,
      "is no version of Azure Key Vault; give the 32 hexadecimal digits at the end of its identifier, in lower case",
    ),
  },
  "gcp-secret-manager": {
    // Letters, digits, - and _. No secret has a - in its name, so the last two always end the system's.
    remoteKey: ({ environment, system, secret, property }) =>
      withProperty([environment, system, secret].join("--"), property),
    longestKey: 255,
    joinsByDoubled: false,
    versionProblem: matching(
      countedVersion,
      'is no version of GCP Secret Manager that stays the same; give its whole number, such as "1"',
    ),
  },
  doppler: {
    // The store leads to one config of one project, which is the environment. Its provider reads no properties.
    remoteKey: ({ system, secret, property }) => ({
      key: [upperSnake(system), secret, ...(property === undefined ? [] : [upperSnake(property)])].join("__"),
    }),
    longestKey: undefined,
    joinsByDoubled: true,
    versionProblem: undefined,
  },
};

/** How a version ends the name of what holds it; nothing where the service keeps none. */
export const versionSuffix = (service: SecretServiceName, version: string): string =>
  secretServices[service].versionProblem === undefined ? "" : `-v${version.replace(/^uuid\//, "")}`;

/** When the operator looks into the store again, as an ExternalSecret says it. */
export interface SecretRefresh {
  readonly refreshPolicy: "OnChange" | "Periodic";
  readonly refreshInterval: string;
}

/**
 * When the operator looks for another value. A version never changes its own, so it is read once, and again when what is asked of it
 * changes: its form, for one. Without `OnChange` an interval of nothing would leave an object that was synced once as it is for good.
 */
export const secretRefresh = (service: SecretServiceName): SecretRefresh =>
  secretServices[service].versionProblem === undefined
    ? { refreshPolicy: "Periodic", refreshInterval: "15m" }
    : { refreshPolicy: "OnChange", refreshInterval: "0s" };
