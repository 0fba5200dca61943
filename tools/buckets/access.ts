import type { DeclaredBucket } from "../../components/buckets/declared-buckets.ts";
import { UsageError } from "../../toolchain/engine/requirements.ts";
import type { S3Access } from "./signed-request.ts";

const needed = ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;

type Variables = Readonly<Record<string, string | undefined>>;

/** A service that may be asked, before it is known for which bucket. */
export type GivenAccess = Omit<S3Access, "region"> & { readonly region: string | undefined };

/**
 * What the environment says of the one service that may be asked.
 * @returns `undefined` where it says nothing.
 * @throws UsageError where it says half of it, or an address that a request must not go to.
 */
export function givenAccess(variables: Variables): GivenAccess | undefined {
  const given = (name: string): string | undefined => (variables[name] === "" ? undefined : variables[name]);
  const [endpointText, keyId, secretKey] = needed.map(given);
  // A key alone may be there for something else.
  if (endpointText === undefined) return undefined;
  const missing = needed.filter((name) => given(name) === undefined);
  if (keyId === undefined || secretKey === undefined)
    throw new UsageError(
      `AWS_ENDPOINT_URL is set, and ${missing.join(" and ")} missing from the environment.`,
    );
  const endpoint = URL.canParse(endpointText) ? new URL(endpointText) : undefined;
  if (!endpoint || !isSafe(endpoint))
    throw new UsageError(
      'AWS_ENDPOINT_URL is no address of a service that speaks S3; give one such as "https://s3.eu-central-1.amazonaws.com".',
    );
  const sessionToken = given("AWS_SESSION_TOKEN");
  return {
    endpoint,
    keyId,
    secretKey,
    region: given("AWS_REGION"),
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}

const thisMachine: readonly string[] = ["127.0.0.1", "[::1]", "localhost"];

const isSafe = ({ protocol, hostname, username, password, search, hash }: URL): boolean =>
  (protocol === "https:" || (protocol === "http:" && thisMachine.includes(hostname))) &&
  [username, password, search, hash].every((part) => part === "");

const usualRegion = "us-east-1";

/** How a bucket is asked about; nothing where the service that the environment names is not the one that it lies at. */
export function accessTo({ place, host }: DeclaredBucket, given: GivenAccess): S3Access | undefined {
  const { endpoint } = given;
  const isThere = place
    ? new URL(place.endpoint.url).origin === endpoint.origin
    : host !== undefined && (endpoint.hostname === host || endpoint.hostname.endsWith(`.${host}`));
  if (!isThere) return undefined;
  return {
    ...given,
    region: given.region ?? place?.region ?? usualRegion,
    ...(place?.certificateAuthority === undefined
      ? {}
      : { certificateAuthority: place.certificateAuthority }),
  };
}
