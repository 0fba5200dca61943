import { createHash, createHmac } from "node:crypto";
import { get as getPlain } from "node:http";
import { get as getSecure } from "node:https";

/** Where a service that speaks S3 answers, and as whom it is asked. */
export interface S3Access {
  /** `https:`, or `http:` on this machine; a path comes before the bucket's name. */
  readonly endpoint: URL;
  readonly region: string;
  readonly keyId: string;
  readonly secretKey: string;
  readonly sessionToken?: string;
  /** PEM of whoever signed the service's certificate. @default those that the whole internet trusts */
  readonly certificateAuthority?: string;
}

export interface S3Answer {
  readonly status: number;
  readonly body: string;
}

const patienceMilliseconds = 20_000;
/** A lifecycle has a thousand rules at most. */
const mostBytes = 4 * 1024 ** 2;

/**
 * Asks for one setting of a bucket. Nothing is ever written.
 * @param setting As S3 names it in an address, such as `lifecycle`.
 * @throws Error when no answer comes; it never holds a key.
 */
export function askBucket(
  access: S3Access,
  bucket: string,
  setting: string,
  now: Date = new Date(),
): Promise<S3Answer> {
  const { endpoint, certificateAuthority: ca } = access;
  const path = `${endpoint.pathname.replace(/\/$/, "")}/${bucket}`;
  const headers = signedHeaders(access, path, setting, now);
  const url = new URL(`${path}?${setting}`, endpoint);
  const get = url.protocol === "https:" ? getSecure : getPlain;
  const signal = AbortSignal.timeout(patienceMilliseconds);
  return new Promise((resolve, reject) => {
    get(url, { headers, signal, ...(ca === undefined ? {} : { ca }) }, (answer) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      answer.on("data", (part: Buffer) => {
        bytes += part.length;
        if (bytes > mostBytes)
          answer.destroy(new Error("the answer is no setting of a bucket, but too long"));
        parts.push(part);
      });
      answer.once("error", reject);
      answer.once("end", () => {
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString("utf8") });
      });
    }).once("error", reject);
  });
}

const emptyBody = createHash("sha256").digest("hex");

/** The headers of a GET without a body by AWS Signature Version 4. */
export function signedHeaders(
  { endpoint, region, keyId, secretKey, sessionToken }: S3Access,
  path: string,
  setting: string,
  now: Date,
): Readonly<Record<string, string>> {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const date = stamp.slice(0, 8);
  const headers: Record<string, string> = {
    host: endpoint.host,
    "x-amz-content-sha256": emptyBody,
    "x-amz-date": stamp,
    ...(sessionToken === undefined ? {} : { "x-amz-security-token": sessionToken }),
  };
  const names = Object.keys(headers).join(";");
  const canonical = [
    ...["GET", path, `${setting}=`],
    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`),
    ...["", names, emptyBody],
  ].join("\n");
  const scope = `${date}/${region}/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", stamp, scope, sha256(canonical)].join("\n");
  const key = ["s3", "aws4_request"].reduce(
    (above, part) => hmac(above, part),
    hmac(hmac(`AWS4${secretKey}`, date), region),
  );
  const signature = hmac(key, toSign).toString("hex");
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
