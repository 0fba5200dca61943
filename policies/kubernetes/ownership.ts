import { allHold, anyHolds, someField } from "./field.ts";
import { type HelmRelease, mayHaveObjectsIn } from "./helm-release.ts";
import { type Manifest, namespaceOf } from "./manifest.ts";
import { areAnywhere, podsIn, type Pods } from "./pods.ts";
import { ofKind } from "./stack-search.ts";

/** What one object of a stack needs, and the stack doesn't declare. */
export interface Missing {
  /** Where it would be found; any namespace of the cluster where that is said. */
  readonly namespaces: readonly string[] | "any";
  /** What the stack has of its sort, anywhere: where it declares some of them, it would declare this one. */
  readonly others: readonly Manifest[];
  /** Whether one of the others is what is needed, but for its place. */
  readonly isMisplaced: () => boolean;
}

/**
 * Whether something would be this stack's to declare, so that it is certainly missing: its namespace is the stack's, or holds others of
 * its sort that are, or the stack has it in a wrong place. Objects of a Helm release, those of other stacks and those that a program only
 * reads are shown to no policy.
 */
export function isOfThisStack(
  { namespaces, others, isMisplaced }: Missing,
  stack: readonly Manifest[],
  releases: readonly HelmRelease[],
): boolean {
  if (namespaces === "any") return false;
  const places = namespaces.map((namespace) => namespace || "default");
  if (someField(releases, (release) => places.some((place) => mayHaveObjectsIn(place, release))))
    return false;
  const isOfStack = (place: string): boolean =>
    anyHolds(
      () =>
        someField(ofKind(stack, "core/Namespace"), ({ root }) => root.at("metadata", "name").value === place),
      () => someField(others, (other) => namespaceOf(other) === place),
    );
  return anyHolds(() => allHold(...places.map((place) => () => isOfStack(place))), isMisplaced);
}

/** Pods that an object selects in its own namespace, where none are declared. */
export const missingPods = (
  manifest: Manifest,
  stack: readonly Manifest[],
  selects: (pods: Pods) => boolean,
): Missing => ({
  namespaces: [namespaceOf(manifest)],
  others: podSourcesIn(stack),
  isMisplaced: () => someField(podsIn(stack), selects),
});

/** What a stack makes pods by, in a namespace that is known. */
export const podSourcesIn = (stack: readonly Manifest[]): readonly Manifest[] =>
  podsIn(stack).flatMap(({ manifest }) => (areAnywhere(manifest) ? [] : [manifest]));

/** Objects of a kind, of which one with a name isn't declared where it is named. */
export const missingOfKind = (
  kind: string,
  name: unknown,
  namespace: string,
  stack: readonly Manifest[],
): Missing => ({
  namespaces: [namespace],
  others: ofKind(stack, kind),
  isMisplaced: () => someField(ofKind(stack, kind), ({ root }) => root.at("metadata", "name").value === name),
});
