import { allHold, type Field, findField } from "./field.ts";
import { kindKey } from "./kind.ts";
import { type Identity, isNamed, type Manifest } from "./manifest.ts";

const ofKind =
  (key: string) =>
  <M extends Manifest>(manifests: readonly M[]): readonly M[] =>
    manifests.filter(({ kind }) => kindKey(kind) === key);

/** The Postgres clusters that CloudNativePG runs. */
export const postgresClustersIn = ofKind("postgresql.cnpg.io/Cluster");

export const scheduledBackupsIn = ofKind("postgresql.cnpg.io/ScheduledBackup");

/** The places of backups, as the Barman Cloud plugin knows them. */
export const objectStoresIn = ofKind("barmancloud.cnpg.io/ObjectStore");

/** The store of a name; nothing where the stack has none. */
export const objectStoreOf = <M extends Manifest>(
  stores: readonly M[],
  identity: Pick<Identity, "namespace" | "name">,
): M | undefined => findField(stores, (store) => isNamed(store, identity));

/** The plugin that a cluster's write-ahead log goes to; nothing where there is none. */
export const archiverOf = ({ root }: Manifest): Field | undefined =>
  findField(root.at("spec", "plugins").items(), (plugin) =>
    allHold(
      () => plugin.at("isWALArchiver").value === true,
      () => plugin.at("enabled").value !== false,
    ),
  );

/** The plugin of another cluster, that this one was recovered from; nothing where it began empty. */
export function recoverySourceOf({ root }: Manifest): Field | undefined {
  const { value: source } = root.at("spec", "bootstrap", "recovery", "source");
  if (source === undefined || source === null) return undefined;
  return findField(
    root.at("spec", "externalClusters").items(),
    (cluster) => cluster.at("name").value === source,
  )?.at("plugin");
}

const retention = /^([1-9]\d*)([dwm])$/;
const days: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30 };

/** For how many days a store keeps what a recovery needs: `30d`, `4w`, `1m`. Nothing where it is no such span. */
export function retentionDays(value: unknown): number | undefined {
  const [, count, unit = ""] = typeof value === "string" ? (retention.exec(value) ?? []) : [];
  return count === undefined ? undefined : Number(count) * (days[unit] ?? 1);
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
  const declared = objectStoreOf(stores, { namespace, name: store });
  return JSON.stringify([...(declared ? folderOf(declared) : [namespace, store]), server]);
}

function folderOf({ root }: Manifest): string[] {
  const configuration = root.at("spec", "configuration");
  return ["endpointURL", "destinationPath"].map((key) => {
    const { value } = configuration.at(key);
    return typeof value === "string" ? value.replace(/\/+$/, "") : "";
  });
}
