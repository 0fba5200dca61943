import { Candidates } from "./candidates.ts";
import { kindKey } from "./kind.ts";
import { identityKey, identityOf, namespaceOf, type Identity, type Manifest } from "./manifest.ts";
import { oncePerList } from "./once-per-list.ts";

const byKind = oncePerList((stack: readonly Manifest[]) => Map.groupBy(stack, ({ kind }) => kindKey(kind)));
const none: readonly never[] = [];

/** The objects of a kind, such as `core/Service`. */
export const ofKind = <M extends Manifest>(stack: readonly M[], key: string): readonly M[] =>
  (byKind(stack).get(key) as readonly M[] | undefined) ?? none;

const byNamespace = oncePerList(
  (manifests: readonly Manifest[]) => new Candidates(manifests, (manifest) => [namespaceOf(manifest)]),
);

/** Those that may be in a namespace. */
export const perhapsIn = <M extends Manifest>(manifests: readonly M[], namespace: string): readonly M[] =>
  byNamespace(manifests).of(namespace || "default") as readonly M[];

const byName = oncePerList(
  (manifests: readonly Manifest[]) =>
    new Candidates(manifests, ({ root }) => [
      nameKey(namespaceOf({ root }), root.at("metadata", "name").value),
    ]),
);

/** Those that may have a name, in a namespace. */
export const perhapsNamed = <M extends Manifest>(
  manifests: readonly M[],
  { namespace, name }: Pick<Identity, "namespace" | "name">,
): readonly M[] => byName(manifests).of(nameKey(namespace || "default", name)) as readonly M[];

const nameKey = (namespace: string, name: unknown): string => JSON.stringify([namespace, name ?? null]);

const byIdentity = oncePerList(
  (manifests: readonly Manifest[]) =>
    new Candidates(manifests, (manifest) => [identityKey(identityOf(manifest))]),
);

/** Those that may be what is identified. */
export const perhapsIdentified = <M extends Manifest>(
  manifests: readonly M[],
  identity: Identity,
): readonly M[] => byIdentity(manifests).of(identityKey(identity)) as readonly M[];
