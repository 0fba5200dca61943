import { Field } from "./field.ts";
import { kindOf, type Kind } from "./kind.ts";

/** A Kubernetes object as it was declared. */
export interface Manifest {
  readonly kind: Kind;
  readonly root: Field;
  /** Kind, namespace and name, as far as they can be known: for messages only. */
  readonly subject: string;
}

/** What identifies an object among others of a stack. Reading it may meet an unknown value. */
export interface Identity {
  /** Without the group: `extensions` and `apps` serve the same Deployment, and references often leave it out. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export interface DeclaredResource {
  readonly type: string;
  readonly name: string;
  readonly props: unknown;
}

// Groups of the provider's own: components, whose children are judged, and Helm releases, which the cluster renders.
const providerGroups = new Set(["helm.sh", "kustomize", "yaml"]);

/** The Kubernetes objects that a resource declares; none for other providers. */
export function manifestsOf(resource: DeclaredResource): readonly Manifest[] {
  const kind = kindOf(resource.type);
  if (kind === undefined || providerGroups.has(kind.group) || isPartOrMany(kind)) {
    return [];
  }
  const root = Field.root(resource.props);
  return [{ kind, root, subject: subjectOf(kind, root, resource.name) }];
}

/** The provider's Patch resources declare parts of objects, its Lists several of them: neither is an object. */
function isPartOrMany({ group, name }: Kind): boolean {
  const builtIn = !group.includes(".") || group.endsWith(".k8s.io");
  return builtIn && /.(Patch|List)$/.test(name);
}

export function identityOf(manifest: Manifest): Identity {
  const metadata = manifest.root.at("metadata");
  return {
    kind: manifest.kind.name,
    namespace: textOf(metadata.at("namespace")),
    name: textOf(metadata.at("name")),
  };
}

export function identityKey(identity: Identity): string {
  return `${identity.kind} ${identity.namespace || "default"}/${identity.name}`;
}

function subjectOf(kind: Kind, root: Field, resourceName: string): string {
  const metadata = root.at("metadata");
  const namespace = metadata.at("namespace").knownText;
  const name = metadata.at("name").knownText ?? resourceName;
  return `${kind.name} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

function textOf(field: Field): string {
  return typeof field.value === "string" ? field.value : "";
}
