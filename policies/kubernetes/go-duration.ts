const seconds: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/**
 * A time as Go writes it, such as `2160h` or `1h30m`, in seconds.
 * @returns undefined for what is none.
 */
export function secondsOf(value: unknown): number | undefined {
  if (typeof value !== "string" || !/^(?:\d+[hms])+$/.test(value)) return undefined;
  return [...value.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, number, unit = "s"]) => sum + Number(number) * (seconds[unit] ?? 0),
    0,
  );
}
