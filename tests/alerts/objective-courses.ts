import { days, minutes, seconds } from "../../model/quantities/duration.ts";
import {
  endsAtLimit,
  firesAfter,
  goneAfter,
  leavesLessAfter,
  leavesSomethingAfter,
  mostForEver,
  type Pace,
} from "./pace-arithmetic.ts";
import { type Minutes, recorded, type Tried } from "./recorded-counts.ts";
import type { End, LastLook } from "./rule-file.ts";

/** The shares of bad requests at which it is tried when a pace is known to be kept. */
export const shares = [2, 10, 100] as const;

/** So much longer than the long window is each course, so that nothing before it counts. */
const before = 6;
const perMinute = 100;
const many = 100_000_000;
/** Minutes of which nobody knows what was answered. */
const gap = 10;

/** How many minutes a course of a pace has. */
const minutesOf = ({ longMinutes }: Pace): number => longMinutes + before;

/** When a course of a pace is looked at: half a minute after its last, so that no window ends at a count. */
export const endOf = (pace: Pace): End => ({ at: minutes(minutesOf(pace) - 1).plus(seconds(30)) });

interface Played {
  readonly spans: readonly Minutes[];
  readonly fires: boolean;
}

/** One course of all objectives at once, each with its own minutes. What an objective has none for is left out. */
export function look(
  name: string,
  pace: Pace,
  tried: readonly Tried[],
  play: (one: Tried) => Played | undefined,
): LastLook {
  const played = tried.flatMap((one) => {
    const found = play(one);
    return found ? [{ one, ...found }] : [];
  });
  return {
    name: `${pace.label}: ${name}`,
    series: Object.assign({}, ...played.map(({ one, spans }) => recorded(one, spans))) as LastLook["series"],
    query: `group by (alertname, slo, long) (ALERTS{alertstate="firing"})`,
    answers: played
      .filter(({ fires }) => fires)
      .map(({ one }) => `{alertname="${pace.alert}",slo="${one.id}",long="${pace.label}"}`),
  };
}

const faulty = (pace: Pace, badMinutes: number, bad: number): readonly Minutes[] => [
  { minutes: minutesOf(pace) - badMinutes, requests: perMinute },
  { minutes: badMinutes, requests: perMinute, bad },
];

const firesAtShare = (pace: Pace, tried: readonly Tried[], share: number): readonly LastLook[] => [
  look(`${share}% bad, at the minute or never`, pace, tried, (one) => {
    const minute = firesAfter(one, pace, share);
    return { spans: faulty(pace, minute ?? minutesOf(pace), share), fires: minute !== undefined };
  }),
  look(`${share}% bad, a minute before`, pace, tried, (one) => {
    const minute = firesAfter(one, pace, share);
    return minute === undefined ? undefined : { spans: faulty(pace, minute - 1, share), fires: false };
  }),
];

/** When each objective's alert at a pace must fire, and when not yet. */
export const firingCourses = (pace: Pace, tried: readonly Tried[]): readonly LastLook[] =>
  shares.flatMap((share) => firesAtShare(pace, tried, share));

/** What each objective's alert at a pace must bear for ever, when it must be gone, and how few requests tell it nothing. */
export const limitCourses = (pace: Pace, tried: readonly Tried[]): readonly LastLook[] => [
  ...[0, 1].map((more) =>
    look(`${more} requests a minute more than it allows for ever`, pace, tried, (one) => ({
      spans: [{ minutes: minutesOf(pace), requests: many, bad: mostForEver(one, pace, many) + more }],
      fires: more === 1,
    })),
  ),
  ...[0, 1].map((short) =>
    look(`over for as long as it takes, ${short} minutes short`, pace, tried, (one) => {
      const good = goneAfter(one, pace) - short;
      return {
        spans: [
          { minutes: minutesOf(pace) - good, requests: perMinute, bad: perMinute },
          { minutes: good, requests: perMinute },
        ],
        fires: short === 1,
      };
    }),
  ),
  ...[0, 1].map((short) =>
    look(`as few requests as tell, ${short} short`, pace, tried, () => ({
      spans: [
        { minutes: minutesOf(pace) - 1, requests: 0 },
        { minutes: 1, requests: pace.fewest - short, bad: pace.fewest - short },
      ],
      fires: short === 0,
    })),
  ),
];

/** What must not change when each objective's alert at a pace fires, though less of the window is known. */
export const unknownCourses = (pace: Pace, tried: readonly Tried[]): readonly LastLook[] => [
  ...shares.flatMap((share) => {
    const minuteOf = (one: Tried): number | undefined =>
      endsAtLimit(one, pace, share) ? undefined : firesAfter(one, pace, share);
    return [0, 1].flatMap((short) => [
      look(`${share}% bad, on a fresh install, ${short} minutes short`, pace, tried, (one) => {
        const minute = minuteOf(one);
        if (minute === undefined) return undefined;
        const bad = { minutes: minute - short, requests: perMinute, bad: share };
        return { spans: [{ minutes: minutesOf(pace) - bad.minutes }, bad], fires: short === 0 };
      }),
      look(`${share}% bad, with a gap, ${short} minutes short`, pace, tried, (one) => {
        const minute = minuteOf(one);
        if (minute === undefined || minute + gap > pace.longMinutes) return undefined;
        const bad = { requests: perMinute, bad: share };
        const early = Math.floor((minute - short) / 2);
        const late = minute - short - early;
        return {
          spans: [
            { minutes: minutesOf(pace) - early - gap - late, requests: perMinute },
            { minutes: early, ...bad },
            { minutes: gap },
            { minutes: late, ...bad },
          ],
          fires: short === 0,
        };
      }),
    ]);
  }),
  look("no traffic", pace, tried, () => ({
    spans: [{ minutes: minutesOf(pace), requests: 0 }],
    fires: false,
  })),
  {
    ...look("no traffic is no share of bad requests", pace, tried, () => ({
      spans: [{ minutes: minutesOf(pace), requests: 0 }],
      fires: false,
    })),
    query: `slo:sli_error:ratio_rate${pace.label}`,
  },
  look("nothing is counted", pace, tried, () => ({ spans: [{ minutes: minutesOf(pace) }], fires: false })),
];

const budgetDays = 4;

/** When a course of budgets is looked at. An alert on them must hold for a while. */
export const budgetEnd: End = { at: days(budgetDays), evaluations: 2 };

/** What is left of each budget after an outage: no alert while a quarter is, the one on little, and then the one on none. */
export function budgetCourses(tried: readonly Tried[]): readonly LastLook[] {
  const outage = (name: string, lastsFor: (one: Tried) => number, alert?: string): LastLook => ({
    name: `budget: ${name}`,
    series: Object.assign(
      {},
      ...tried.map((one) =>
        recorded(one, [
          { minutes: lastsFor(one), requests: perMinute, bad: perMinute },
          { minutes: budgetDays * 1440 + 1 - lastsFor(one), requests: perMinute },
        ]),
      ),
    ) as LastLook["series"],
    query: `group by (alertname, slo) (ALERTS{alertstate="firing"})`,
    answers: alert === undefined ? [] : tried.map(({ id }) => `{alertname="${alert}",slo="${id}"}`),
  });
  return [
    outage("a quarter is left", (one) => leavesLessAfter(one, 25) - 1),
    outage("less than a quarter is left", (one) => leavesLessAfter(one, 25), "ErrorBudgetLow"),
    outage("a minute before it is gone", leavesSomethingAfter, "ErrorBudgetLow"),
    outage("it is gone", (one) => leavesLessAfter(one, 0), "ErrorBudgetExhausted"),
  ];
}
