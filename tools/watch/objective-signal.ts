import { releaseLimit } from "../../components/observability/release-limit.ts";
import { runbookPage } from "../../components/observability/runbook.ts";
import {
  fewestBadRequests,
  promiseOf,
} from "../../components/observability/service-levels/service-level-alerts.ts";
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

/** The longest span that a share is taken over: that of the fastest alert. */
const longest = burnRates[0].short;

/**
 * How far back counts are looked at: to the release and no further, in whole counts. A count tells of the minute before it, so the first one after
 * the release is left out. Nothing is looked at before there is one.
 */
export function windowSince(sinceRelease: Duration): Duration | undefined {
  const counts = Math.floor(sinceRelease.milliseconds / countingInterval.milliseconds) - 1;
  if (counts < 1) return undefined;
  const window = seconds(counts * countingInterval.wholeSeconds);
  return window.exceeds(longest) ? longest : window;
}

/** The share of what was bad by an objective, held to what a canary of it is held to. */
export function objectiveSignal(level: ServiceLevel): Signal {
  const limit = releaseLimit(level.objective.target);
  return {
    key: level.id,
    kind: "objectives",
    service: `${level.system}/${level.part}`,
    bound: `at most ${limit} may be, as ${promiseOf(level)} is promised`,
    page: runbookPage("ErrorBudgetBurnsFast"),
    queries: (sinceRelease) => {
      const window = windowSince(sinceRelease);
      if (window === undefined) return undefined;
      return {
        all: `sum_over_time(${requestsRecorded(level)}[${window}])`,
        bad: `sum_over_time(${badRequestsRecorded(level)}[${window}])`,
      };
    },
    read: ({ all, bad }) =>
      all === undefined || bad === undefined
        ? undefined
        : shareReading({ all, bad }, limit.partsPerMillion / 1_000_000, objectiveName(level.objective)),
  };
}

/** Few bad ones are no sign, however large their share: what wakes nobody takes no release back either. */
export function shareReading(
  { all, bad }: { readonly all: number; readonly bad: number },
  limit: number,
  objective: string,
): Reading {
  const share = all > 0 ? bad / all : 0;
  return {
    load: share / limit,
    isBreach: share > limit && bad >= fewestBadRequests.page,
    text: `${objective} ${Math.round(share * 10_000) / 100}% bad`,
  };
}
