import { mebibytes } from "../../model/quantities/bytes.ts";
import { days } from "../../model/quantities/duration.ts";
import { bucketName, type BucketStore, type ServedStore, type SnapshotStore } from "../../model/snapshot.ts";
import { storeServices } from "../../model/store-services.ts";
import { redisBackup } from "../data/redis-users.ts";
import { type CopiedFiles, filesSetting } from "./copied-files.ts";
import type { CopiedBuckets, CopiedStores } from "./copied-stores.ts";
import { attemptLimit, settingsFiles } from "./dump-settings.ts";
import { snapshotSettingsFile } from "./snapshot-names.ts";

/** Each is sent within the minute for which a Redis waits, as long as a megabit a second gets through. */
const partMebibytes = 5;

const { cache, vectorStore } = storeServices;

/** Where CI puts the repositories that it copies, below a folder of its own. */
export const repositoriesFolder = "repositories";

const served: Readonly<Record<ServedStore, Readonly<Record<string, unknown>>>> = {
  cache: { redis: { address: `${cache.name}:${cache.port}`, user: redisBackup }, partMebibytes },
  vectorStore: { qdrant: { url: `http://${vectorStore.name}:${vectorStore.port}` } },
};

/**
 * The files of the ConfigMap: settings of each store's copies, without secrets, and whom the bucket's service was certified
 * by where that is nobody whom the image trusts. images/backup/README.md has the fields.
 * @param files What is copied of the system's Secrets and settings.
 */
export function snapshotSettings(copied: CopiedStores, files: CopiedFiles): Readonly<Record<string, string>> {
  const { dumps } = copied;
  const settings = copied.watched.map(
    (store) => [snapshotSettingsFile(store), sourceSettings(copied, store, files)] as const,
  );
  return {
    ...Object.fromEntries(settings),
    ...(dumps.certificateAuthority === undefined
      ? {}
      : { [settingsFiles.authority]: dumps.certificateAuthority }),
  };
}

/** The settings of the copies of repositories, for whoever makes them: their bundles lie in {@link repositoriesFolder} below `root`. */
export const repositorySettings = (copied: Pick<CopiedStores, "dumps" | "source">, root: string): string =>
  sourceSettings(copied, "repositories", [], root);

/** The copies of each of the last days are kept for as long as a file that was deleted is to be had back, and these at the least. */
const keptCopies = { daily: 7, weekly: 4, monthly: 12 };

/**
 * What is kept of a bucket's copies. Weeks are counted from today, as days are, so to those that the days reach into are added as many as
 * stay beyond them.
 * @param retention For how many days a file that was deleted is to be had back.
 */
function keptOfBucket(retention: number): typeof keptCopies {
  const daily = Math.max(keptCopies.daily, retention);
  return { ...keptCopies, daily, weekly: keptCopies.weekly + Math.ceil(daily / 7) + 1 };
}

function bucketSettings(store: BucketStore, { copies, host, retention }: CopiedBuckets): object {
  const { path = "", region, sample } = copies;
  const dailies = Math.ceil(retention(store).milliseconds / days(1).milliseconds);
  return {
    objects: { endpoint: `https://${host}${path}`, region, bucket: bucketName(store) },
    keep: keptOfBucket(dailies),
    partMebibytes,
    ...(sample && { drill: { sampleMebibytes: Math.floor(sample.count / mebibytes(1).count) } }),
  };
}

function sourceSettings(
  { dumps, source, buckets }: Pick<CopiedStores, "dumps" | "source" | "buckets">,
  store: SnapshotStore,
  files: CopiedFiles,
  root = "/",
): string {
  const toPeople = { recipients: dumps.secretRecipients.map(String) };
  const what = (): object => {
    switch (store) {
      case "secrets":
        return { ...toPeople, files: filesSetting(files) };
      case "repositories":
        return { ...toPeople, files: { root, folders: [repositoriesFolder] } };
      case "cache":
      case "vectorStore":
        return { recipients: dumps.recipients.map(String), ...served[store] };
      default:
        return { recipients: dumps.recipients.map(String), ...(buckets && bucketSettings(store, buckets)) };
    }
  };
  const content = {
    source: source(store),
    bucket: {
      endpoint: dumps.endpoint.url,
      region: dumps.region,
      name: dumps.bucket,
      prefix: source(store),
    },
    ...what(),
    timeLimit: `${attemptLimit.wholeSeconds}s`,
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
