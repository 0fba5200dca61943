import type { RecordingRule } from "../alert-rule-spec.ts";
import { selectorOf } from "../counter.ts";
import type { WatchedPart } from "./watched-part.ts";

/** What a line on a board counts. */
export type WatchUnit = "seconds" | "share" | "count" | "tokens" | "dollars";

/** One number that is drawn, with the lines at which it should be and from which on somebody is told. */
export interface WatchLine {
  /** Unique within a part: the name of the watch, with more where it draws several. */
  readonly name: string;
  /** What it tells, in a few words. */
  readonly title: string;
  readonly unit: WatchUnit;
  /** PromQL that comes to the number, and to nothing while there is none. */
  readonly value: string;
  /** Where it should be at the most. @default nobody has said */
  readonly target?: number;
  /** From where on somebody is told. @default nobody is */
  readonly alert?: number;
}

/** A line, and of which part. */
export interface PlacedLine {
  readonly line: WatchLine;
  readonly at: WatchedPart;
}

const value = "watch:value";
const target = "watch:target";
const limit = "watch:alert";

/** The labels of everything that is recorded of a line. */
export const lineLabels = (
  { system, environment, namespace, part }: WatchedPart,
  name: string,
): Readonly<Record<string, string>> => ({ watch: name, system, environment, namespace, part });

const recorded =
  (metric: string) =>
  ({ namespace, part }: WatchedPart, name: string): string =>
    selectorOf({ metric, matchers: [`watch="${name}"`, `namespace="${namespace}"`, `part="${part}"`] });

/** The number as Prometheus keeps it, in PromQL: what alerts go by and boards draw. */
export const recordedValue = recorded(value);

/** Where it should be, in PromQL. */
export const recordedTarget = recorded(target);

/** From where on somebody is told, in PromQL. */
export const recordedAlert = recorded(limit);

/** What is kept of a line. */
export function lineRecords({ line, at }: PlacedLine): readonly RecordingRule[] {
  const labels = lineLabels(at, line.name);
  const constant = (record: string, number: number | undefined): readonly RecordingRule[] =>
    number === undefined ? [] : [{ record, expr: `vector(${number})`, labels }];
  return [
    { record: value, expr: line.value, labels },
    ...constant(target, line.target),
    ...constant(limit, line.alert),
  ];
}
