import { minutes } from "../../model/quantities/duration.ts";
import { shares } from "./objective-courses.ts";
import { firesAfter, paces } from "./pace-arithmetic.ts";
import type { CounterLevel } from "./production-objectives.ts";
import { type Mishap, rawCounters } from "./raw-counters.ts";
import { triedOf } from "./recorded-counts.ts";
import type { End, LastLook } from "./rule-file.ts";

/** Less than an hour, so that no count has left the window, whatever release of promtool it is. */
const length = 58;

/** They are evaluated each minute, as counters are. */
export const rawEnd: End = { at: minutes(length), evaluations: length };

const firstFailure: Mishap = "the first failure makes a series";
const halfWay: readonly Mishap[] = ["their process begins anew", "nobody asks for two minutes"];
/** The share of bad requests at which counters have mishaps too. */
const troubled = 10;
/** What happens in the middle of a fault needs one that is so long. */
const longEnough = 8;

const pages = 'group by (alertname) (ALERTS{alertstate="firing",alertname="ErrorBudgetBurnsFast"})';

/** The minute of a fault at which somebody is paged for an objective; nothing where it is not within the hour. */
export function pagedAfter(level: CounterLevel, badPercent: number): number | undefined {
  const [quick] = paces;
  const minute = quick && firesAfter(triedOf(level), quick, badPercent);
  return minute !== undefined && minute <= length ? minute : undefined;
}

/** Counters as a program counts, at the minute at which the page must fire and a minute before. */
export const pagingCourses = (level: CounterLevel): readonly LastLook[] =>
  shares.flatMap((share) => {
    const minute = pagedAfter(level, share);
    if (minute === undefined) return [];
    const mishaps: readonly Mishap[] =
      share === troubled ? ["none", firstFailure, ...(minute < longEnough ? [] : halfWay)] : ["none"];
    return mishaps.flatMap((mishap) =>
      [0, 1].map((short) => ({
        name: `${level.id}: ${share}% bad, ${mishap}, ${short} minutes short of ${minute}`,
        series: rawCounters(level.indicator, {
          wellMinutes: length - minute + short,
          badMinutes: minute - short,
          requests: 100,
          bad: share,
          mishap,
        }),
        query: pages,
        answers: short === 0 ? ['{alertname="ErrorBudgetBurnsFast"}'] : [],
      })),
    );
  });

/** Counters without a failure: no page, and a share of nothing; and without traffic, or counters: no share. */
export function quietCourses(level: CounterLevel): readonly LastLook[] {
  const well = (requests: number, mishap: Mishap) =>
    rawCounters(level.indicator, { wellMinutes: length, badMinutes: 0, requests, bad: 0, mishap });
  const idle = well(0, "none");
  const up = Object.fromEntries(Object.entries(idle).filter(([name]) => name.startsWith("up{")));
  const query = `group by (slo) (slo:sli_error:ratio_rate1h >= 0) or group by (alertname) (ALERTS{alertstate="firing",alertname=~"ErrorBudget.*"})`;
  const called = (name: string) => `${level.id}: ${name}`;
  return [
    { name: called("no failure"), series: well(100, "none"), query, answers: [`{slo="${level.id}"}`] },
    {
      name: called("no failure yet"),
      series: well(100, firstFailure),
      query,
      answers: [`{slo="${level.id}"}`],
    },
    { name: called("no traffic"), series: idle, query, answers: [] },
    { name: called("nothing counts"), series: up, query, answers: [] },
    { name: called("nothing is known"), series: {}, query, answers: [] },
  ];
}
