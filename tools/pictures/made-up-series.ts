import { createHash } from "node:crypto";
import { metricCatalogue } from "../../tests/support/metric-catalogue/catalogue.ts";
import type { Asked } from "../../tests/support/promql-names.ts";
import { samplesOf } from "./sample-labels.ts";

/** A series that nobody has measured. */
export interface MadeUpSeries {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  /** A number from 0 to 1 of its own, the same each time. */
  readonly seed: number;
}

/** Labels that no board looks at: they would only multiply series. */
const left = new Set([
  "uid",
  "id",
  "image",
  "name",
  "node",
  "endpoint",
  "unit",
  "interface",
  "device",
  "cpu",
]);

/** The series that a selector would find, had somebody measured them: labels in every combination that it lets through. */
export const seriesFor = (asked: Asked): readonly MadeUpSeries[] => {
  const { metric } = asked;
  const names =
    typeof metric === "string"
      ? [metric]
      : metricCatalogue.map(({ name }) => name).filter((name) => metric.test(name));
  return names.flatMap((name) =>
    combined(labelsOf(name, asked), asked).map((labels) => ({
      metric: name,
      labels,
      seed: seedOf(name, labels),
    })),
  );
};

/** Recorded series are chosen by all labels that they have. */
function labelsOf(metric: string, { labels }: Asked): readonly string[] {
  const known = metricCatalogue.find(({ name }) => name === metric)?.labels ?? [];
  const ofTarget = metric.startsWith("node_") ? ["job", "namespace", "pod", "container"] : ["job"];
  const kept = known.filter(
    (label) => labels.includes(label) || (!left.has(label) && !ofTarget.includes(label)),
  );
  // What a pod is called goes by its container and its job.
  return [...new Set([...labels, ...kept.filter((label) => label !== "pod"), ...kept])];
}

function combined(
  labels: readonly string[],
  { matchers }: Asked,
): readonly Readonly<Record<string, string>>[] {
  return labels.reduce<readonly Readonly<Record<string, string>>[]>(
    (found, label) =>
      found.flatMap((so) => {
        const conditions = matchers.filter((matcher) => matcher.label === label);
        const exact = conditions.find(({ operator }) => operator === "=");
        const values = exact
          ? [exact.value]
          : samplesOf(label, so).filter((value) => conditions.every(lets(value)));
        return values.map((value) => ({ ...so, [label]: value }));
      }),
    [{}],
  );
}

const lets =
  (given: string) =>
  ({ operator, value }: Asked["matchers"][number]): boolean => {
    const matches = operator.endsWith("~") ? new RegExp(`^(?:${value})$`).test(given) : given === value;
    return operator.startsWith("!") ? !matches : matches;
  };

const seedOf = (metric: string, labels: MadeUpSeries["labels"]): number =>
  createHash("sha256")
    .update(`${metric}${JSON.stringify(Object.entries(labels).sort())}`)
    .digest()
    .readUInt32BE(0) /
  2 ** 32;
