import type { Asked } from "../../tests/support/promql-names.ts";
import type { Span } from "./asked-prometheus.ts";
import { type MadeUpSeries, seriesFor } from "./made-up-series.ts";
import { valueAt } from "./made-up-values.ts";

/** How far apart values are, in seconds: two and more in the shortest window that a panel looks at. */
const interval = 120;

/** What is looked back at, at the beginning of a picture. */
const lead = 2 * 3_600;

/** All that selectors would find over a span, as Prometheus reads it in. */
export function openMetrics(asked: readonly Asked[], { from, to }: Pick<Span, "from" | "to">): string {
  const series = new Map(asked.flatMap(seriesFor).map((each) => [nameOf(each), each]));
  const named = [...series].sort(([one], [other]) => (one < other ? -1 : 1));
  const lines = named.flatMap(([name, each]) =>
    Array.from({ length: (to - from + lead) / interval + 1 }, (_, index) => {
      const since = index * interval;
      const now = from - lead + since;
      return `${name} ${valueAt(each, now, since)} ${now}`;
    }),
  );
  return `${lines.join("\n")}\n# EOF\n`;
}

const nameOf = ({ metric, labels }: MadeUpSeries): string => {
  const told = Object.entries(labels)
    .filter(([, value]) => value !== "")
    .sort()
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${metric}{${told.join(",")}}`;
};
