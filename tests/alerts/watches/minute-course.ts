import type { RuleTest } from "../rule-file.ts";
import { atlasIsWell } from "./atlas-series.ts";

/** What differs from when all is well, and what fires at some minutes. Everything happens from the tenth minute on. */
export interface Course {
  readonly what: string;
  readonly differs?: Readonly<Record<string, number | string>>;
  /** What is not told at all. */
  readonly gone?: RegExp;
  /** What fires, by minute. */
  readonly fires: Readonly<Record<number, readonly string[]>>;
  /** What queries come to at each of them. @default none is asked */
  readonly comesTo?: RuleTest["comesTo"];
}

/** The course as it is played: once for each minute at which it is looked at. */
export const testsOf = ({ what, differs = {}, gone, fires, comesTo }: Course): readonly RuleTest[] => {
  const told = Object.entries({
    ...Object.fromEntries(Object.entries(atlasIsWell).filter(([name]) => !gone?.test(name))),
    ...differs,
  });
  return Object.entries(fires).map(([minute, names]) => ({
    name: `${what}, after ${minute} minutes`,
    series: Object.fromEntries(told),
    at: Number(minute),
    fires: names,
    ...(comesTo && { comesTo }),
  }));
};
