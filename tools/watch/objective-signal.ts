import { releaseLimit } from "../../components/observability/release-limit.ts";
import { runbookPage } from "../../components/observability/runbook.ts";
import { fewestBad, promiseOf } from "../../components/observability/service-levels/service-level-alerts.ts";
import {
  badRequestsRecorded,
  countingInterval,
  requestsRecorded,
} from "../../components/observability/service-levels/service-level-records.ts";
import type { ServiceLevel } from "../../components/observability/service-levels/service-level.ts";
import { burnRates } from "../../model/burn-rate.ts";
import { objectiveName } from "../../model/objective.ts";
import { type Duration, seconds } from "../../model/quantities/duration.ts";
import type { Reading, Signal } from "./signal.ts";

/** The span of the fastest alert. Longer ago than that, nothing counts any more, but for what is bad too rarely to be seen in so short a time. */
const usual = burnRates[0].short;

/** How far back a level is looked at: minutes of a state are enough to tell of when there are twice as many as it takes. */
const longestOf = ({ indicator }: Pick<ServiceLevel, "indicator">, fewest: number): Duration => {
  const twice = countingInterval.times(2 * fewest);
  return "holds" in indicator && twice.exceeds(usual) ? twice : usual;
};

/**
 * How far back counts are looked at: to the release and no further, in whole counts. A count tells of the minute before it, so the first one after
 * the release is left out. Nothing is looked at before there is one.
 * @param longest Further back than this is never looked.
 */
export function windowSince(sinceRelease: Duration, longest: Duration): Duration | undefined {
  const counts = Math.floor(sinceRelease.milliseconds / countingInterval.milliseconds) - 1;
  if (counts < 1) return undefined;
  const window = seconds(counts * countingInterval.wholeSeconds);
  return window.exceeds(longest) ? longest : window;
}

/** The share of what was bad by an objective, held to what a canary of it is held to. What never wakes anybody takes no release back either. */
export function objectiveSignals(level: ServiceLevel): readonly Signal[] {
  const fewest = fewestBad(level, "page");
  if (fewest === undefined) return [];
  const limit = releaseLimit(level.objective.target);
  const longest = longestOf(level, fewest);
  return [
    {
      key: level.id,
      kind: "objectives",
      service: `${level.system}/${level.part}`,
      bound: `at most ${limit} may be, as ${promiseOf(level)} is promised`,
      page: runbookPage("ErrorBudgetBurnsFast"),
      queries: (sinceRelease) => {
        const window = windowSince(sinceRelease, longest);
        if (window === undefined) return undefined;
        return {
          all: `sum_over_time(${requestsRecorded(level)}[${window}])`,
          bad: `sum_over_time(${badRequestsRecorded(level)}[${window}])`,
        };
      },
      read: ({ all, bad }) =>
        all === undefined || bad === undefined
          ? undefined
          : shareReading(
              { all, bad },
              { share: limit.partsPerMillion / 1_000_000, fewest },
              objectiveName(level.objective),
            ),
    },
  ];
}

/** Few bad ones are no sign, however large their share: with fewer than it takes to wake somebody no release is taken back either. */
export function shareReading(
  { all, bad }: { readonly all: number; readonly bad: number },
  limit: { readonly share: number; readonly fewest: number },
  objective: string,
): Reading {
  const share = all > 0 ? bad / all : 0;
  return {
    load: share / limit.share,
    isBreach: share > limit.share && bad >= limit.fewest,
    text: `${objective} ${Math.round(share * 10_000) / 100}% bad`,
  };
}
