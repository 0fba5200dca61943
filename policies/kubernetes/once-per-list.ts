/** The same function, which goes through each list once, however often it is asked about it. No list may change. */
export function oncePerList<T, Result>(
  compute: (list: readonly T[]) => Result,
): (list: readonly T[]) => Result {
  const results = new WeakMap<readonly T[], Result>();
  return (list) => {
    const known = results.get(list);
    if (known !== undefined) return known;
    const result = compute(list);
    results.set(list, result);
    return result;
  };
}
