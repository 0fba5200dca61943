import { serviceLevels } from "../../components/observability/service-levels/service-level.ts";
import { realEnvironment, realSystem } from "../support/declarations.ts";
import { endOf, look } from "./objective-courses.ts";
import { type Pace, paces } from "./pace-arithmetic.ts";
import { type Minutes, type Tried, triedOf } from "./recorded-counts.ts";
import type { LastLook } from "./rule-file.ts";

/** What is counted by minutes in production, and what was promised of it. */
export interface TriedState {
  readonly tried: Tried;
  /** With fewer bad minutes nobody is told. A look may fail by itself, and costs five. */
  readonly fewest: number;
  /** The paces at which somebody is. */
  readonly paces: readonly Pace[];
}

const environment = realEnvironment("production");
const levelOf = (system: string, id: string): Tried => {
  const found = serviceLevels(environment, realSystem("production", system)).find((one) => one.id === id);
  if (!found) throw new Error(`${system} has no objective ${id}`);
  return triedOf(found);
};

export const uptimeTried: TriedState = {
  tried: levelOf("crb-analyser", "crb-analyser-crb-frontend-uptime"),
  fewest: 6,
  paces,
};

/** Nobody is woken for it. */
export const durabilityTried: TriedState = {
  tried: levelOf("atlas-ux", "atlas-ux-database-durability"),
  fewest: 2,
  paces: paces.filter(({ alert }) => alert === "ErrorBudgetBurnsSlowly"),
};

/**
 * How many bad minutes tell of a state at a pace, and when that is over. So few minutes are a larger share of each long window than any pace
 * allows: of an hour 6 are 10 %, of three days 0.14 %, where 1.44 % and 0.1 % are the limits.
 */
export function stateLooks({ tried, fewest }: TriedState, pace: Pace): readonly LastLook[] {
  // Half a minute after the last count a window has as many as it has minutes.
  const length = endOf(pace).at.wholeSeconds / 60 + 0.5;
  const course = (name: string, bad: number, after: number, fires: boolean): LastLook =>
    look(name, pace, [tried], () => ({
      spans: [
        { minutes: length - bad - after, requests: 1 },
        { minutes: bad, requests: 1, bad: 1 },
        { minutes: after, requests: 1 },
      ] satisfies readonly Minutes[],
      fires,
    }));
  return [
    course(`${fewest} bad minutes`, fewest, 0, true),
    course(`${fewest - 1} bad minutes`, fewest - 1, 0, false),
    course("the last bad minute is in the short window", fewest, pace.shortMinutes - 1, true),
    course("the short window is good", fewest, pace.shortMinutes, false),
  ];
}
