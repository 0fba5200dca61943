import { parser } from "@prometheus-io/lezer-promql";

type SyntaxNode = ReturnType<typeof parser.parse>["topNode"];

/** Series that an expression asks for. */
export interface Asked {
  /** Its name, or a regular expression that its name matches as a whole. */
  readonly metric: string | RegExp;
  /** The labels that it is chosen by. */
  readonly labels: readonly string[];
  readonly matchers: readonly Matcher[];
}

/** A condition on a label. */
export interface Matcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

/** Labels that an expression joins or groups series by, and the series that are within. */
export interface Grouped {
  readonly labels: readonly string[];
  readonly of: readonly Asked[];
}

/** What an expression names. */
export interface PromqlNames {
  readonly asked: readonly Asked[];
  readonly grouped: readonly Grouped[];
}

/**
 * Reads an expression as Prometheus does.
 * @throws SyntaxError with the expression when it can't be read.
 */
export function promqlNames(expression: string): PromqlNames {
  const nodes = within(parser.parse(expression).topNode);
  if (expression.trim() === "" || nodes.some(({ type }) => type.isError))
    throw new SyntaxError(`Prometheus can't read ${expression}`);
  const textOf = ({ from, to }: SyntaxNode): string => expression.slice(from, to);
  const askedIn = (node: SyntaxNode): Asked[] =>
    within(node).flatMap((inner) => (inner.name === "VectorSelector" ? [asked(inner, textOf)] : []));
  const modified = ["AggregateModifier", "MatchingModifierClause"];
  return {
    asked: nodes.flatMap((node) => (node.name === "VectorSelector" ? [asked(node, textOf)] : [])),
    grouped: nodes.flatMap(({ name, node }) =>
      modified.includes(name) && node.parent
        ? [{ labels: labelsIn(node, textOf), of: askedIn(node.parent) }]
        : [],
    ),
  };
}

function asked(selector: SyntaxNode, textOf: (node: SyntaxNode) => string): Asked {
  const read = within(selector)
    .filter(({ name }) => name === "UnquotedLabelMatcher")
    .map((matcher) => matcherOf(matcher, textOf));
  const name = selector.getChild("Identifier");
  const matched = read.find(({ label }) => label === "__name__")?.value ?? "";
  const matchers = read.filter(({ label }) => label !== "__name__");
  return {
    metric: name ? textOf(name) : new RegExp(`^(?:${matched})$`),
    labels: matchers.map(({ label }) => label),
    matchers,
  };
}

function matcherOf(matcher: SyntaxNode, textOf: (node: SyntaxNode) => string): Matcher {
  const part = (name: string): string => {
    const node = matcher.getChild(name);
    return node ? textOf(node) : "";
  };
  return { label: part("LabelName"), operator: part("MatchOp"), value: part("StringLiteral").slice(1, -1) };
}

const labelsIn = (node: SyntaxNode, textOf: (node: SyntaxNode) => string): readonly string[] =>
  within(node)
    .filter(({ name }) => name === "LabelName")
    .map(textOf);

/** A part of an expression and all that is in it. */
function within(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return [node, ...children.flatMap(within)];
}
