import { parser } from "@prometheus-io/lezer-promql";

type SyntaxNode = ReturnType<typeof parser.parse>["topNode"];

/** What counts events over a time, as functions and as recording rules are named after. */
const counting = new Set(["Rate", "Irate", "Increase"]);
const recordedCount = /:(?:rate|irate|increase)\d+[smhdwy]/;
const recordedShare = /ratio.*\d+[smhdwy]$/;
const bounds = ["Gtr", "Gte", "Lss", "Lte"];

/** Whether a text is an expression that Prometheus can read. */
export const parses = (text: string): boolean =>
  text.trim() !== "" && !nodesOf(parser.parse(text).topNode).some(({ type }) => type.isError);

/**
 * Whether an expression is about a share of events, such as failed requests of all, and asks for no least number of them. One
 * failed request of one is then all of them.
 */
export function isUnguardedShare(text: string): boolean {
  const nodes = nodesOf(parser.parse(text).topNode);
  const textOf = ({ from, to }: SyntaxNode): string => text.slice(from, to);
  const shares = nodes.filter((node) => isShare(node, textOf));
  const isGuard = (node: SyntaxNode): boolean =>
    bounds.some((name) => node.getChild(name) !== null) &&
    nodesOf(node).some(({ name }) => name === "VectorSelector") &&
    !shares.some(({ from, to }) => node.from <= from && to <= node.to);
  return shares.length > 0 && !nodes.some(isGuard);
}

function isShare(node: SyntaxNode, textOf: (node: SyntaxNode) => string): boolean {
  if (node.name === "VectorSelector") return recordedShare.test(metricOf(node, textOf));
  const divisor = node.getChild("Div") === null ? null : node.lastChild;
  return (
    divisor !== null &&
    nodesOf(divisor).some((inner) =>
      inner.name === "VectorSelector"
        ? recordedCount.test(metricOf(inner, textOf))
        : counting.has(inner.name),
    )
  );
}

function metricOf(selector: SyntaxNode, textOf: (node: SyntaxNode) => string): string {
  const name = selector.getChild("Identifier");
  return name === null ? "" : textOf(name);
}

/** A part of an expression and all that is in it. */
function nodesOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return [node, ...children.flatMap(nodesOf)];
}
