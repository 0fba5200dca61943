const DAY_MILLISECONDS = 24 * 60 * 60_000;

/** Names of the backups that are left at the end of a year in which one was taken each day at three o'clock. */
export function yearsEndOf(year: number): readonly string[] {
  const last = Date.UTC(year, 11, 31, 3);
  const days = [0, 1, 2, 3, 4, 5, 6].map((back) => last - back * DAY_MILLISECONDS);
  // The last days of the weeks that are over, and of this one.
  const sunday = last - new Date(last).getUTCDay() * DAY_MILLISECONDS;
  const weeks = [last, ...[0, 7, 14].map((back) => sunday - back * DAY_MILLISECONDS)];
  const months = Array.from({ length: 12 }, (_, month) => Date.UTC(year, month + 1, 0, 3));
  return [...new Set([...days, ...weeks, ...months])].sort((a, b) => a - b).map(nameOf);
}

const nameOf = (time: number): string =>
  `backup_${new Date(time).toISOString().replace(/[-:]/g, "").replace("T", "_").slice(0, 15)}`;
