import type { HttpRouteRule, PathMatch } from "../../../components/network/route-spec.ts";

/**
 * The rule that Traefik v3.6 takes for a path: an exact match before all, then the longest expression or prefix, then
 * the first in the list.
 */
export function ruleFor(rules: readonly HttpRouteRule[], path: string): HttpRouteRule {
  const candidates = rules.flatMap((rule, index) =>
    rule.matches
      .filter(({ path: match }) => matches(match, path))
      .map(({ path: match }) => ({ rule, priority: priorityOf(match) + rules.length - index })),
  );
  const [best] = candidates.toSorted((a, b) => b.priority - a.priority);
  if (!best) throw new Error(`no rule for ${path}`);
  return best.rule;
}

function matches({ type, value }: PathMatch, path: string): boolean {
  switch (type) {
    case "Exact":
      return path === value;
    case "PathPrefix":
      return value === "/" || path === value || path.startsWith(`${value}/`);
    case "RegularExpression": {
      // Go takes the flag inside the expression, JavaScript beside it.
      const insensitive = value.startsWith("(?i)");
      return new RegExp(insensitive ? value.slice("(?i)".length) : value, insensitive ? "i" : "").test(path);
    }
  }
}

function priorityOf({ type, value }: PathMatch): number {
  if (type === "Exact") return 100_000;
  return type === "PathPrefix" && value === "/" ? 1 : 10_000 + value.length * 100;
}
