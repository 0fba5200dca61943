/** A condition of an object's status. */
export interface Condition {
  readonly type: string;
  readonly status: "True" | "False";
  readonly reason: string;
  readonly message: string;
  /** RFC 3339. */
  readonly lastTransitionTime?: string;
}

/** A condition that says since when its status is what it is. */
export function sinceWhen(
  wanted: Omit<Condition, "lastTransitionTime">,
  before: readonly Condition[] | undefined,
  now: string,
): Condition {
  const found = before?.find(({ type }) => type === wanted.type);
  const since = found?.status === wanted.status ? found.lastTransitionTime : undefined;
  return { ...wanted, lastTransitionTime: since ?? now };
}
