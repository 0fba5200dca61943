import type { Availability, Latency } from "../../model/objective.ts";
import type { Duration } from "../../model/quantities/duration.ts";

const units = [
  ["days", 86_400_000],
  ["hours", 3_600_000],
  ["minutes", 60_000],
  ["seconds", 1_000],
  ["milliseconds", 1],
] as const;

function durationCall({ milliseconds: length }: Duration): string {
  const [unit, size] = units.find(([, each]) => length % each === 0) ?? units[4];
  return `${unit}(${length / size})`;
}

/** What can be read out of OpenSLO: promises that are counted by requests. */
export type RequestObjective = Availability | Latency;

/**
 * An objective as it is declared, in TypeScript.
 * @param measured What stands for the histogram that a latency is measured by. @default none: it is that of requests
 */
export function objectiveCall(objective: RequestObjective, measured?: string): string {
  const target = `percent(${objective.target.percent})`;
  const period = objective.period && `period: ${durationCall(objective.period)}`;
  if (objective.kind === "availability") return `availability(${target}${period ? `, { ${period} }` : ""})`;
  const fields = [
    `of: ${JSON.stringify(objective.of)}`,
    `within: ${durationCall(objective.within)}`,
    `target: ${target}`,
    `services: ${JSON.stringify(objective.services).replaceAll(",", ", ")}`,
    ...(objective.path === undefined ? [] : [`path: ${JSON.stringify(objective.path)}`]),
    ...(objective.histogram === undefined ? [] : [`histogram: ${JSON.stringify(objective.histogram)}`]),
    ...(period ? [period] : []),
    ...(measured === undefined ? [] : [`measured: ${measured}`]),
  ];
  return `${objective.kind}({ ${fields.join(", ")} })`;
}

/** Objectives as the file of a system declares them, in TypeScript. */
export const declarationOf = (objectives: readonly RequestObjective[]): string =>
  ["  objectives: [", ...objectives.map((objective) => `    ${objectiveCall(objective)},`), "  ],", ""].join(
    "\n",
  );
