import type { Field } from "./field.ts";
import { kindKey } from "./kind.ts";
import { identityOf, type Manifest } from "./manifest.ts";

const ofKind =
  (key: string) =>
  <M extends Manifest>(manifests: readonly M[]): readonly M[] =>
    manifests.filter(({ kind }) => kindKey(kind) === key);

/** The Postgres clusters that CloudNativePG runs. */
export const postgresClustersIn = ofKind("postgresql.cnpg.io/Cluster");

export const scheduledBackupsIn = ofKind("postgresql.cnpg.io/ScheduledBackup");

/** The places of backups, as the Barman Cloud plugin knows them. */
export const objectStoresIn = ofKind("barmancloud.cnpg.io/ObjectStore");

/** The plugin that a cluster's write-ahead log goes to; nothing where there is none. */
export const archiverOf = ({ root }: Manifest): Field | undefined =>
  root
    .at("spec", "plugins")
    .items()
    .find((plugin) => plugin.at("isWALArchiver").value === true && plugin.at("enabled").value !== false);

/** The plugin of another cluster, that this one was recovered from; nothing where it began empty. */
export function recoverySourceOf({ root }: Manifest): Field | undefined {
  const { value: source } = root.at("spec", "bootstrap", "recovery", "source");
  if (source === undefined || source === null) return undefined;
  return root
    .at("spec", "externalClusters")
    .items()
    .find((cluster) => cluster.at("name").value === source)
    ?.at("plugin");
}

/**
 * Where a plugin keeps a cluster's backups, as a text that is the same for the same place: of the bucket's folder where it is
 * declared, as two stores may name one. Nothing where no store is named.
 * @param clusterName What a plugin takes for the server's name where none is given.
 */
export function backupPlaceOf(
  plugin: Field,
  namespace: string,
  clusterName: string,
  stores: readonly Manifest[],
): string | undefined {
  const { value: store } = plugin.at("parameters", "barmanObjectName");
  if (typeof store !== "string" || store === "") return undefined;
  const { value: serverName } = plugin.at("parameters", "serverName");
  const server = typeof serverName === "string" && serverName !== "" ? serverName : clusterName;
  const declared = stores.find((manifest) => {
    const identity = identityOf(manifest);
    return identity.namespace === namespace && identity.name === store;
  });
  return JSON.stringify([...(declared ? folderOf(declared) : [namespace, store]), server]);
}

function folderOf({ root }: Manifest): string[] {
  const configuration = root.at("spec", "configuration");
  return ["endpointURL", "destinationPath"].map((key) => {
    const { value } = configuration.at(key);
    return typeof value === "string" ? value.replace(/\/+$/, "") : "";
  });
}
