import { allHold, Field } from "./field.ts";
import { kindOf, type Kind } from "./kind.ts";
import { shownName } from "./shown-text.ts";

/** A Kubernetes object as it was declared, or a part of one. */
export interface Manifest {
  readonly kind: Kind;
  readonly root: Field;
  /** Kind, namespace and name, as far as they can be known: for messages only. */
  readonly subject: string;
  /** Whether it only changes fields of an object, as the provider's Patch resources do, whoever declares the rest. */
  readonly isPart: boolean;
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
  if (kind === undefined || providerGroups.has(kind.group)) {
    return [];
  }
  const root = Field.root(resource.props);
  const listed = kindBefore("List", kind, root);
  if (listed !== undefined) {
    return root
      .at("items")
      .items()
      .map((item) => manifest(listed, item, resource.name));
  }
  const patched = kindBefore("Patch", kind, root);
  return [
    patched === undefined
      ? manifest(kind, root, resource.name)
      : manifest(patched, root, resource.name, kind, true),
  ];
}

/** @param named The kind as the message names it. @default the kind itself */
function manifest(kind: Kind, root: Field, resourceName: string, named = kind, isPart = false): Manifest {
  return {
    kind,
    root,
    // Few objects are ever named in a message.
    get subject() {
      return subjectOf(named, root, resourceName);
    },
    isPart,
  };
}

/**
 * The kind whose Patch or List a resource is. The provider appends either word to the type token; an own kind of
 * somebody's may end in it, and says so in its `kind`.
 */
function kindBefore(suffix: "Patch" | "List", { name, ...rest }: Kind, root: Field): Kind | undefined {
  if (!name.endsWith(suffix) || name === suffix) {
    return undefined;
  }
  const before = name.slice(0, -suffix.length);
  const builtIn = !rest.group.includes(".") || rest.group.endsWith(".k8s.io");
  return builtIn || root.at("kind").knownText === before ? { ...rest, name: before } : undefined;
}

export function identityOf(manifest: { readonly kind: Pick<Kind, "name">; readonly root: Field }): Identity {
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

/** Where an object is. Reading it asks nothing of its name, which may be unknown. */
export function namespaceOf({ root }: Pick<Manifest, "root">): string {
  return textOf(root.at("metadata", "namespace")) || "default";
}

/** Whether an object has a name, in a namespace. Either is read by itself: one that differs is enough for a no. */
export function isNamed(
  manifest: Pick<Manifest, "root">,
  { namespace, name }: Pick<Identity, "namespace" | "name">,
): boolean {
  return allHold(
    () => manifest.root.at("metadata", "name").value === name,
    () => namespaceOf(manifest) === (namespace || "default"),
  );
}

function subjectOf(kind: Kind, root: Field, resourceName: string): string {
  const metadata = root.at("metadata");
  const namespace = shownName(metadata.at("namespace").knownText);
  const name = shownName(metadata.at("name").knownText) ?? resourceName;
  return `${kind.name} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

function textOf(field: Field): string {
  return typeof field.value === "string" ? field.value : "";
}
