import { actionsSet } from "./lifecycle-actions.ts";
import { askBucket, type S3Access } from "./signed-request.ts";
import { childrenOf, NoXml, readXml, textOf, type XmlElement } from "./xml-element.ts";

/** How a bucket is set up, as its service says. */
export interface BucketSettings {
  readonly versions: "on" | "off" | "unknown to the service";
  /** Each action of its lifecycle. */
  readonly lifecycle: readonly string[] | "unknown to the service";
  /** Days for which a new version can't be deleted by anybody; 0 where that is not set for all. */
  readonly lockedDays: number;
}

/** A bucket whose settings could not be found out, and what to do. It never holds a key. */
export class NotAsked extends Error {
  override readonly name = "NotAsked";
}

/**
 * Asks a service how a bucket is set up.
 * @returns `undefined` where there is no such bucket.
 * @throws NotAsked
 */
export async function bucketSettings(access: S3Access, bucket: string): Promise<BucketSettings | undefined> {
  const versioning = await setting(access, bucket, "versioning");
  if (versioning === "no bucket") return undefined;
  const lifecycle = await setting(access, bucket, "lifecycle");
  const lock = await setting(access, bucket, "object-lock");
  return {
    versions: typeof versioning === "string" ? notThere(versioning, "off") : versionsOf(versioning),
    lifecycle: typeof lifecycle === "string" ? notThere(lifecycle, []) : actionsSet(lifecycle),
    lockedDays: typeof lock === "string" ? 0 : lockedDays(lock),
  };
}

type Absent = "no bucket" | "not set" | "unknown";

const notThere = <T>(absent: Absent, instead: T): T | "unknown to the service" =>
  absent === "unknown" ? "unknown to the service" : instead;

const versionsOf = (document: XmlElement): "on" | "off" =>
  textOf(document, "Status") === "Enabled" ? "on" : "off";

const daysOfYear = 365;

function lockedDays(document: XmlElement): number {
  const [kept] = childrenOf(document, "Rule").flatMap((rule) => childrenOf(rule, "DefaultRetention"));
  if (!kept || textOf(document, "ObjectLockEnabled") !== "Enabled") return 0;
  return Number(textOf(kept, "Days") ?? 0) + daysOfYear * Number(textOf(kept, "Years") ?? 0);
}

/** What S3 and those who speak like it answer where a setting was never made, or is none of theirs. */
const absences: Readonly<Record<string, Absent>> = {
  NoSuchBucket: "no bucket",
  NoSuchLifecycleConfiguration: "not set",
  ObjectLockConfigurationNotFoundError: "not set",
  NotImplemented: "unknown",
  VersioningNotConfigured: "unknown",
};

async function setting(access: S3Access, bucket: string, name: string): Promise<XmlElement | Absent> {
  const { status, body } = await answer(access, bucket, name);
  const document = documentOf(body);
  if (status === 200 && document) return document;
  const code = document?.name === "Error" ? textOf(document, "Code") : undefined;
  const absent = absences[code ?? ""];
  if (absent) return absent;
  const said = code !== undefined && /^[A-Za-z]+$/.test(code) ? code : `status ${status}`;
  throw new NotAsked(`${access.endpoint.host} does not say "${name}" of ${bucket}: ${said}. ${advice(said)}`);
}

const advice = (said: string): string =>
  /Redirect|AuthorizationHeaderMalformed/.test(said)
    ? "AWS_REGION has to be the bucket's."
    : "Take a key that may read the settings of buckets: s3:GetBucketVersioning, s3:GetLifecycleConfiguration and s3:GetBucketObjectLockConfiguration.";

function documentOf(body: string): XmlElement | undefined {
  try {
    return readXml(body);
  } catch (error) {
    if (error instanceof NoXml) return undefined;
    throw error;
  }
}

async function answer(access: S3Access, bucket: string, name: string) {
  try {
    return await askBucket(access, bucket, name);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new NotAsked(
      `${access.endpoint.host} does not answer: ${code ?? message}. See whether AWS_ENDPOINT_URL is right.`,
    );
  }
}
