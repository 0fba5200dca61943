import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemBuckets } from "../../../components/buckets/declared-buckets.ts";
import { lifecycle } from "../../../model/lifecycle.ts";
import type { Bucket } from "../../../model/object-store.ts";
import { days } from "../../../model/quantities/duration.ts";
import { atlasUx } from "../../../systems/atlas-ux.ts";
import { accessTo, givenAccess } from "../../../tools/buckets/access.ts";
import { bucketDifferences } from "../../../tools/buckets/bucket-differences.ts";
import { bucketSettings, NotAsked } from "../../../tools/buckets/bucket-settings.ts";
import { type S3Access, signedHeaders } from "../../../tools/buckets/signed-request.ts";
import {
  lifecycleSet,
  lockSet,
  noLifecycle,
  noLock,
  playObjectStore,
  type PlayedObjectStore,
  versioningSet,
} from "../../support/played-object-store.ts";

const access = (url: string): S3Access => ({
  endpoint: new URL(url),
  region: "us-east-1",
  keyId: "AKIAIOSFODNN7EXAMPLE",
  secretKey: ["wJalrXUtnFEMI", "K7MDENG", "bPxRfiCYEXAMPLEKEY"].join("/"),
});

test("a request is signed as in S3's own example of asking for a lifecycle", () => {
  const headers = signedHeaders(
    access("https://examplebucket.s3.amazonaws.com"),
    "/",
    "lifecycle",
    new Date("2013-05-24T00:00:00Z"),
  );
  expect(headers["authorization"]).toBe(
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
  );
});

const declared: Bucket = {
  holds: "files",
  retention: days(30),
  lifecycle: lifecycle({
    rules: [{ prefix: "logs/", colder: [{ to: "STANDARD_IA", after: days(30) }], expireAfter: days(90) }],
  }),
};
const able = { versions: true, lifecycles: true };
const enabled = "<Status>Enabled</Status>";
const bucketRule = `<ID>any</ID>${enabled}<Filter/><Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration><NoncurrentVersionExpiration><NoncurrentDays>30</NoncurrentDays></NoncurrentVersionExpiration><AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>`;
const moved = "<Transition><StorageClass>STANDARD_IA</StorageClass><Days>30</Days></Transition>";
const logsRule = `${enabled}<Filter><Prefix>logs/</Prefix></Filter>${moved}<Expiration><Days>90</Days></Expiration>`;

const right = {
  versioning: versioningSet("Enabled"),
  lifecycle: lifecycleSet(bucketRule, logsRule),
  "object-lock": noLock,
};
const buckets = {
  right,
  // The same, shared out among rules in another way, in the form of older days, and with a rule that is switched off.
  "right-otherwise": {
    ...right,
    lifecycle: lifecycleSet(
      `<Prefix>logs/</Prefix>${enabled}${moved}`,
      `<Status>Disabled</Status><Filter/><Expiration><Days>1</Days></Expiration>`,
      bucketRule,
      `${enabled}<Filter><Prefix>logs/</Prefix></Filter><Expiration><ExpiredObjectDeleteMarker>false</ExpiredObjectDeleteMarker><Days>90</Days></Expiration>`,
    ),
  },
  bare: { versioning: versioningSet(), lifecycle: noLifecycle, "object-lock": noLock },
  suspended: { ...right, versioning: versioningSet("Suspended") },
  sooner: {
    ...right,
    lifecycle: lifecycleSet(
      bucketRule.replace(">30<", ">3<"),
      logsRule,
      `${enabled}<Filter><And><Prefix>tmp/</Prefix><Tag><Key>a</Key><Value>b</Value></Tag></And></Filter><Expiration><Date>2026-01-01T00:00:00Z</Date></Expiration>`,
    ),
  },
  locked: {
    ...right,
    "object-lock": lockSet(
      "<Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Years>1</Years></DefaultRetention></Rule>",
    ),
  },
  simple: {
    versioning: { code: "NotImplemented", status: 501 },
    lifecycle: { code: "NotImplemented", status: 501 },
    "object-lock": { code: "NotImplemented", status: 501 },
  },
  forbidden: { ...right, lifecycle: { code: "AccessDenied", status: 403 } },
  proxied: { ...right, versioning: "<!DOCTYPE html><p>Log in" },
};

describe("the settings of a bucket", () => {
  let store: PlayedObjectStore;
  beforeAll(async () => {
    store = await playObjectStore(buckets);
  });
  afterAll(async () => {
    await store.stop();
  });
  const differences = async (name: string, further: Partial<Bucket> = {}, abilities = able) =>
    bucketDifferences(
      { bucket: { ...declared, ...further }, abilities },
      await bucketSettings(access(store.url), name),
    );

  test("that are as declared differ in nothing, however rules are shared out", async () => {
    expect(await differences("right")).toEqual([]);
    expect(await differences("right-otherwise")).toEqual([]);
    expect(await differences("locked")).toEqual([]);
    expect(await differences("locked", { lock: days(30) })).toEqual([]);
  });

  test("are asked for by signed requests that read alone", async () => {
    const before = store.asked.length;
    await bucketSettings({ ...access(store.url), sessionToken: "token" }, "right");
    expect(store.asked.slice(before)).toEqual([
      "GET /right?versioning",
      "GET /right?lifecycle",
      "GET /right?object-lock",
    ]);
    expect(store.headers()["x-amz-security-token"]).toBe("token");
    expect(store.headers().authorization).toContain("x-amz-date;x-amz-security-token, Signature=");
  });

  test("that were never made are each named", async () => {
    expect(await differences("bare", { lock: days(7) })).toEqual([
      "versions are off, so what is deleted is gone",
      'its lifecycle lacks "": AbortIncompleteMultipartUpload DaysAfterInitiation=7',
      'its lifecycle lacks "": Expiration ExpiredObjectDeleteMarker=true',
      'its lifecycle lacks "": NoncurrentVersionExpiration NoncurrentDays=30',
      'its lifecycle lacks "logs/": Expiration Days=90',
      'its lifecycle lacks "logs/": Transition Days=30 StorageClass=STANDARD_IA',
      "a new version is locked for 0 days, and 7 are declared",
    ]);
    expect(await differences("suspended")).toEqual(["versions are off, so what is deleted is gone"]);
    expect(await differences("none-of-that-name")).toEqual(["it is not there"]);
  });

  test("that delete what nobody declared are named, also by conditions that Slipway has no word for", async () => {
    expect(await differences("sooner")).toEqual([
      'its lifecycle lacks "": NoncurrentVersionExpiration NoncurrentDays=30',
      'its lifecycle has "": NoncurrentVersionExpiration NoncurrentDays=3, undeclared',
      'its lifecycle has "And(Prefix=tmp/ Tag(Key=a Value=b)) ": Expiration Date=2026-01-01T00:00:00Z, undeclared',
    ]);
  });

  test("that a service has no notion of differ from what is wanted, and from nothing else", async () => {
    expect(await differences("simple")).toEqual([
      "versions are unknown to the service, so what is deleted is gone",
      "its lifecycle is unknown to the service",
    ]);
    expect(await differences("simple", {}, { versions: false, lifecycles: false })).toEqual([]);
    expect(await differences("right", {}, { versions: false, lifecycles: false })).toEqual([
      'versions are on, and it is declared that there are none; take "versions: false" out',
    ]);
  });

  test("that can't be found out are no difference, and no key is told", async () => {
    const refused = bucketSettings(access(store.url), "forbidden");
    await expect(refused).rejects.toThrow(NotAsked);
    await expect(refused).rejects.toThrow(
      /^127\.0\.0\.1:\d+ does not say "lifecycle" of forbidden: AccessDenied\. Take a key that may read/,
    );
    await expect(bucketSettings(access(store.url), "proxied")).rejects.toThrow(
      /"versioning" of proxied: status 200\./,
    );
    await expect(bucketSettings(access("http://127.0.0.1:1"), "right")).rejects.toThrow(
      "127.0.0.1:1 does not answer: ECONNREFUSED. See whether AWS_ENDPOINT_URL is right.",
    );
  });
});

describe("whom a key is shown to", () => {
  const given = {
    AWS_ENDPOINT_URL: "https://s3.example.com",
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "secret",
  };
  const place = {
    bucket: "dumps",
    endpoint: { url: "https://s3.example.com", port: 443 },
    region: "eu-1",
    certificateAuthority: "PEM",
  } as never;
  const dumps = {
    name: "dumps",
    declaredBy: "dumps",
    provider: "",
    bucket: declared,
    abilities: able,
    place,
  };

  test("is the service alone that the environment names", () => {
    const there = givenAccess(given);
    if (!there) throw new Error("all is given");
    expect(accessTo(dumps, there)).toMatchObject({ region: "eu-1", certificateAuthority: "PEM" });
    expect(accessTo(dumps, { ...there, region: "eu-2" })?.region).toBe("eu-2");
    expect(accessTo(dumps, { ...there, endpoint: new URL("https://s3.example.com:8443") })).toBeUndefined();
    const [uploads] = systemBuckets(atlasUx);
    if (!uploads) throw new Error("atlas-ux has no bucket");
    const at = (url: string) => accessTo(uploads, { ...there, endpoint: new URL(url) })?.region;
    expect(at("https://x.storage.supabase.co")).toBe("us-east-1");
    expect(at("https://notsupabase.co")).toBeUndefined();
    expect(at("https://s3.example.com")).toBeUndefined();
  });

  test("is nobody where no service is named, and half of it is refused", () => {
    expect(givenAccess({})).toBeUndefined();
    expect(givenAccess({ ...given, AWS_ENDPOINT_URL: "" })).toBeUndefined();
    expect(() => givenAccess({ AWS_ENDPOINT_URL: "https://s3.example.com" })).toThrow(
      "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY missing from the environment.",
    );
    for (const url of [
      "s3.example.com",
      "http://s3.example.com",
      "https://u:p@s3.example.com",
      "https://h/?a",
    ])
      expect(() => givenAccess({ ...given, AWS_ENDPOINT_URL: url }), url).toThrow(/^AWS_ENDPOINT_URL is no/);
    expect(givenAccess({ ...given, AWS_ENDPOINT_URL: "http://127.0.0.1:9000" })).toBeDefined();
  });
});
