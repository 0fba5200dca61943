/** A pace of the Site Reliability Workbook as a person works with it. It shares nothing with what makes the rules. */
export interface Pace {
  readonly alert: "ErrorBudgetBurnsFast" | "ErrorBudgetBurnsSlowly";
  /** As the label `long` says it. */
  readonly label: string;
  readonly longMinutes: number;
  readonly shortMinutes: number;
  /** The percentage of the budget that is gone when it fires. */
  readonly spentPercent: number;
  /** Fewer bad requests than this within the long window tell nobody. */
  readonly fewest: number;
}

const fast = { alert: "ErrorBudgetBurnsFast", fewest: 5 } as const;
const slow = { alert: "ErrorBudgetBurnsSlowly", fewest: 2 } as const;

const windows = [
  { ...fast, label: "1h", longMinutes: 60, shortMinutes: 5 },
  { ...fast, label: "6h", longMinutes: 360, shortMinutes: 30 },
  { ...slow, label: "1d", longMinutes: 1440, shortMinutes: 120 },
  { ...slow, label: "3d", longMinutes: 4320, shortMinutes: 360 },
] as const;

const weekMinutes = 10_080;

/** The paces of the workbook, and those that Sloth takes for a week. */
export function pacesOver(periodMinutes: number): readonly Pace[] {
  const spent = periodMinutes === weekMinutes ? [8, 12.5, 20, 42] : [2, 5, 10, 10];
  return windows.map((window, index) => ({ ...window, spentPercent: spent[index] ?? Number.NaN }));
}

/** Those of an objective over four weeks or longer. */
export const paces = pacesOver(43_200);

/** What was promised, in whole numbers. */
export interface Promised {
  /** What may be bad, of a million. */
  readonly badPerMillion: number;
  readonly periodMinutes: number;
}

/** The minutes that a part of a budget lasts while a percentage of requests is bad. */
const lasts = ({ badPerMillion, periodMinutes }: Promised, partPercent: number, badPercent: number): number =>
  (badPerMillion * periodMinutes * partPercent) / (badPercent * 1_000_000);

/**
 * The minute of a fault at which a pace is known to be kept: the first by which more of the budget is gone than it stands for. Never, where
 * the fault would have to last longer than what is looked at.
 */
export function firesAfter(promised: Promised, pace: Pace, badPercent: number): number | undefined {
  const minute = Math.floor(lasts(promised, pace.spentPercent, badPercent)) + 1;
  return minute <= pace.longMinutes ? minute : undefined;
}

/** Whether a minute ends at the very limit, where a result that is not exact might tell either way. */
export const endsAtLimit = (promised: Promised, pace: Pace, badPercent: number): boolean =>
  Number.isInteger(lasts(promised, pace.spentPercent, badPercent));

/** Bad requests of so many that come each minute, which are just not more than a pace allows for ever. */
export const mostForEver = (
  { badPerMillion, periodMinutes }: Promised,
  { longMinutes, spentPercent }: Pace,
  perMinute: number,
): number =>
  Math.floor((badPerMillion * periodMinutes * spentPercent * (perMinute / 1_000_000)) / (100 * longMinutes));

/** After so many good minutes nobody is told any longer of an outage that lasted all of the long window. */
export function goneAfter(
  { badPerMillion, periodMinutes }: Promised,
  { longMinutes, shortMinutes, spentPercent }: Pace,
): number {
  const allowed = (badPerMillion * periodMinutes * spentPercent * shortMinutes) / (100_000_000 * longMinutes);
  return Math.ceil(shortMinutes - allowed);
}

/** The minute of an outage after which less than a percentage of the budget is left. */
export const leavesLessAfter = (promised: Promised, leftPercent: number): number =>
  Math.floor(lasts(promised, 100 - leftPercent, 100)) + 1;

/** The last minute of an outage after which something of the budget is left. */
export const leavesSomethingAfter = (promised: Promised): number => Math.ceil(lasts(promised, 100, 100)) - 1;
