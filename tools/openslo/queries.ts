/** What a query counts: a metric, and the conditions on its labels. Nothing else can be told of a query. */
export interface CountQuery {
  readonly metric: string;
  readonly matchers: readonly string[];
  /** The bound of what is counted of a native histogram, in seconds. @default it is no such */
  readonly atMost?: number;
}

const selector = String.raw`([a-zA-Z_:][\w:]*)(?:\{(.*)\})?`;
const plain = new RegExp(`^(?:sum\\()?${selector}\\)?$`);
const nativeCount = new RegExp(`^sum\\(histogram_count\\(${selector}\\)\\)$`);
const nativeShare = new RegExp(
  `^sum\\(histogram_fraction\\(0, ([\\d.]+), (${selector})\\) \\* histogram_count\\(\\2\\)\\)$`,
);

/** Reads a query that counts series; nothing where it does something else. */
export function countQuery(text: string): CountQuery | undefined {
  const asked = text.trim();
  const share = nativeShare.exec(asked);
  if (share) return { metric: share[3] ?? "", matchers: matchersIn(share[4]), atMost: Number(share[1]) };
  const count = nativeCount.exec(asked) ?? plain.exec(asked);
  return count ? { metric: count[1] ?? "", matchers: matchersIn(count[2]) } : undefined;
}

/** Conditions are parted by commas, and may have some in their values. */
const matchersIn = (text = ""): readonly string[] =>
  [...text.matchAll(/\w+\s*(?:=~|!~|!=|=)\s*"(?:[^"\\]|\\.)*"/g)].map(([matcher]) => matcher);

/** Those of one query that the other has not. */
export const furtherMatchers = (one: CountQuery, other: CountQuery): readonly string[] =>
  one.matchers.filter((matcher) => !other.matchers.includes(matcher));
