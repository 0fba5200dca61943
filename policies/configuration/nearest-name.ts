import { distance } from "fastest-levenshtein";

/** The known name that a misspelt one was most likely meant to be; none where all are too far from it. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  const [nearest] = known
    .map((name) => ({ name, steps: distance(given.toLowerCase(), name.toLowerCase()) }))
    .sort((one, other) => one.steps - other.steps);
  return nearest !== undefined && nearest.steps <= Math.max(2, given.length / 3) ? nearest.name : undefined;
}

/** How to mend a name that nothing has, as a sentence for a violation. */
export function mendingOf(given: string, known: readonly string[]): string {
  const nearest = nearestName(given, known);
  if (nearest !== undefined) {
    return `write ${nearest}.`;
  }
  return known.length === 0 ? "remove it." : `remove it, or write one of ${known.join(", ")}.`;
}
