import type { ConfigurationProblem } from "./problem.ts";

const LONGEST_VALUE = 80;

/** Problems of a file, one line each: where, what stands there, what is wrong with it, and how to mend it. */
export function problemLines(file: string, problems: readonly ConfigurationProblem[]): readonly string[] {
  return problems.map(
    ({ path, value, problem, fix }) => `${file}: ${path} = ${shown(value)} ${problem}. Fix: ${fix}`,
  );
}

function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
