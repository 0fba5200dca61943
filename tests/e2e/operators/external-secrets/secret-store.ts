/** One version of one secret in a store outside the cluster. */
export interface StoredVersion {
  readonly key: string;
  readonly version: string;
  /** A text, or a JSON object whose properties are read one by one. */
  readonly value: string;
}

/** Which value is asked for. */
export interface RemoteReference {
  readonly key: string;
  readonly property?: string;
  readonly version?: string;
}

/** What the stores of a suite hold, by the name of their `ClusterSecretStore`. */
export type SecretStores = Readonly<Record<string, readonly StoredVersion[]>>;

/** @throws Error that names the property when the secret has none of that name, or when there is no such secret. */
export function valueIn(versions: readonly StoredVersion[], wanted: RemoteReference): string {
  const found = versions.findLast(
    ({ key, version }) => key === wanted.key && (wanted.version === undefined || version === wanted.version),
  );
  if (found === undefined) throw new Error("Secret does not exist");
  if (wanted.property === undefined) return found.value;
  return propertyOf(found.value, wanted);
}

/** All properties of a secret that is an object. */
export function propertiesIn(
  versions: readonly StoredVersion[],
  wanted: RemoteReference,
): Readonly<Record<string, string>> {
  const values = parsed(valueIn(versions, wanted));
  if (values === undefined) throw new Error(`secret ${wanted.key} is no JSON object`);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asText(value)]));
}

function propertyOf(value: string, { key, property = "" }: RemoteReference): string {
  const found = parsed(value)?.[property];
  if (found === undefined) throw new Error(`key ${property} does not exist in secret ${key}`);
  return asText(found);
}

function parsed(value: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const object: unknown = JSON.parse(value);
    return typeof object === "object" && object !== null ? (object as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
