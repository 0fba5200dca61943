import type { Duration } from "../../model/quantities/duration.ts";
import type { Answers, Prometheus } from "../prometheus/prometheus.ts";
import type { Reading, Signal } from "./signal.ts";

/** A signal as one look saw it. */
export interface Seen {
  readonly signal: Signal;
  /** `early`: there is nothing to see yet. `unknown`: nobody can tell. */
  readonly reading: Reading | "early" | "unknown";
}

/** Looks at all signals once. @throws Unanswered when Prometheus does not answer. */
export async function look(
  prometheus: Prometheus,
  signals: readonly Signal[],
  sinceRelease: Duration,
): Promise<readonly Seen[]> {
  const asked = signals.map((signal) => ({ signal, queries: signal.queries(sinceRelease) }));
  const answers = await prometheus.ask(
    new Map(
      asked.flatMap(({ signal, queries = {} }) =>
        Object.entries(queries).map(([name, query]) => [keyOf(signal, name), query] as const),
      ),
    ),
  );
  return asked.map(({ signal, queries }) => ({
    signal,
    reading:
      queries === undefined
        ? "early"
        : (signal.read(answersTo(signal, Object.keys(queries), answers)) ?? "unknown"),
  }));
}

const keyOf = ({ key }: Signal, name: string): string => `${key} ${name}`;

const answersTo = (
  signal: Signal,
  names: readonly string[],
  answers: Answers,
): Readonly<Record<string, number | undefined>> =>
  Object.fromEntries(names.map((name) => [name, answers.get(keyOf(signal, name))]));
