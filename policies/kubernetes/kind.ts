/** What a Pulumi type token says about a Kubernetes object. */
export interface Kind {
  readonly group: string;
  readonly version: string;
  readonly name: string;
}

const kinds = new Map<string, Kind | undefined>();

/** The kind that a type token names: every rule asks it of every resource. */
export function kindOf(typeToken: string): Kind | undefined {
  if (!kinds.has(typeToken)) kinds.set(typeToken, read(typeToken));
  return kinds.get(typeToken);
}

/**
 * Typed resources write the core group as `core/v1`, a CustomResource writes it as `v1`: both are the same kind.
 * Tokens without a version (`kubernetes:yaml:ConfigFile`) are components, which have children and no object.
 */
function read(typeToken: string): Kind | undefined {
  const [provider, apiVersion, name, ...rest] = typeToken.split(":");
  if (provider !== "kubernetes" || !apiVersion || !name || rest.length > 0) {
    return undefined;
  }
  const [first, second, ...others] = apiVersion.split("/");
  if (first === undefined || others.length > 0) {
    return undefined;
  }
  if (second !== undefined) {
    return { group: first, version: second, name };
  }
  return /^v\d/.test(first) ? { group: "core", version: first, name } : undefined;
}

/** A key for tables of kinds. The version is left out: what a rule asks is the same in all of them. */
export function kindKey(kind: Pick<Kind, "group" | "name">): string {
  return `${kind.group}/${kind.name}`;
}
