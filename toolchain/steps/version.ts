/** The numbers of a semantic version; what follows them does not matter here. */
export function versionNumbers(text: string): [number, number, number] | undefined {
  const match = /(\d+)\.(\d+)\.(\d+)/.exec(text);
  if (match === null) return undefined;
  return [Number(match[1]), Number(match[2]), Number(match[3])];
}

export function isAtLeast(version: string, least: string): boolean {
  const have = versionNumbers(version);
  const need = versionNumbers(least);
  if (have === undefined || need === undefined) return false;
  for (const [index, wanted] of need.entries()) {
    const found = have[index] ?? 0;
    if (found !== wanted) return found > wanted;
  }
  return true;
}
