import { Candidates } from "./candidates.ts";
import { ifKnown, type Field } from "./field.ts";
import { namespaceOf, type Manifest } from "./manifest.ts";
import { oncePerList } from "./once-per-list.ts";
import { areAnywhere, labelOf, podsIn, type Pods } from "./pods.ts";
import { perhapsIn } from "./stack-search.ts";

/** A label that a selector asks for. */
type Pair = readonly [key: string, value: unknown];

const byNamespace = oncePerList(
  (all: readonly Pods[]) =>
    new Candidates(all, ({ manifest }) => (areAnywhere(manifest) ? undefined : [namespaceOf(manifest)])),
);

const byLabel = oncePerList((all: readonly Pods[]) => {
  const known = new Map<string, Candidates<Pods>>();
  return (key: string): Candidates<Pods> => {
    const candidates = known.get(key) ?? new Candidates(all, (pods) => valuesOf(pods, key));
    known.set(key, candidates);
    return candidates;
  };
});

/** The value of a label of pods, in a list; none without the label, and nothing where it may be any. */
function valuesOf(pods: Pods, key: string): readonly unknown[] | undefined {
  const label = labelOf(pods, key);
  if (label === "any") return undefined;
  return label.isSet ? [label.value] : [];
}

/**
 * The pods in a namespace that may have all of some labels: by the label that the fewest have.
 * @param namespace May read what can't be known: then it may be any.
 */
export function podsPerhapsSelected<M extends Manifest>(
  stack: readonly M[],
  namespace: () => string,
  labels: Field,
): readonly Pods<M>[] {
  const all = podsIn(stack);
  const place = ifKnown(namespace);
  const near =
    place === undefined ? all : (byNamespace(all).of(place.value || "default") as readonly Pods<M>[]);
  return knownPairsOf(labels)
    .map(([key, value]) => byLabel(near)(key).of(value) as readonly Pods<M>[])
    .reduce((fewest, found) => (found.length < fewest.length ? found : fewest), near);
}

const knownPairsOf = (labels: Field): readonly Pair[] =>
  labels.knownEntries().flatMap(([key, field]): readonly Pair[] => {
    const known = ifKnown(() => field.value);
    return known === undefined ? [] : [[key, known.value]];
  });

/**
 * The other way round: finds the objects that may select some pods, by the rarest label that each asks for.
 * @param selectorsIn Those of a stack, as one list.
 * @param labelsOf Where such an object has the labels that it asks for.
 */
export function selectorsOfPods(
  selectorsIn: (stack: readonly Manifest[]) => readonly Manifest[],
  labelsOf: (manifest: Manifest) => Field,
): <M extends Manifest>(stack: readonly M[], pods: Pods) => readonly M[] {
  const byRarestLabel = oncePerList((manifests: readonly Manifest[]) =>
    groupedByRarestLabel(manifests, labelsOf),
  );
  return <M extends Manifest>(stack: readonly M[], pods: Pods) => {
    const all = selectorsIn(stack);
    const place = areAnywhere(pods.manifest) ? undefined : ifKnown(() => namespaceOf(pods.manifest));
    const { broad, narrow } = byRarestLabel(place === undefined ? all : perhapsIn(all, place.value));
    const fitting = [...narrow].flatMap(([key, { manifests, candidates }]) => {
      const values = ifKnown(() => valuesOf(pods, key))?.value;
      return values === undefined ? manifests : values.flatMap((value) => candidates.of(value));
    });
    return [...broad, ...fitting] as readonly Manifest[] as readonly M[];
  };
}

interface Narrow {
  readonly manifests: readonly Manifest[];
  readonly candidates: Candidates<Manifest>;
}

function groupedByRarestLabel(
  manifests: readonly Manifest[],
  labelsOf: (manifest: Manifest) => Field,
): { readonly broad: readonly Manifest[]; readonly narrow: ReadonlyMap<string, Narrow> } {
  const asked = new Map(manifests.map((manifest) => [manifest, knownPairsOf(labelsOf(manifest))]));
  const uses = new Map<string, number>();
  for (const pair of [...asked.values()].flat()) uses.set(textOf(pair), (uses.get(textOf(pair)) ?? 0) + 1);
  const usesOf = (pair: Pair): number => uses.get(textOf(pair)) ?? 0;
  const rarest = new Map(
    [...asked].flatMap(([manifest, pairs]) => {
      const [pair] = pairs.toSorted((a, b) => usesOf(a) - usesOf(b));
      return pair === undefined ? [] : [[manifest, pair] as const];
    }),
  );
  const groups = Map.groupBy(rarest.keys(), (manifest) => rarest.get(manifest)?.[0] ?? "");
  return {
    broad: manifests.filter((manifest) => !rarest.has(manifest)),
    narrow: new Map(
      [...groups].map(([key, group]) => [
        key,
        { manifests: group, candidates: new Candidates(group, (manifest) => [rarest.get(manifest)?.[1]]) },
      ]),
    ),
  };
}

const textOf = (pair: Pair): string => JSON.stringify(pair);
