import { endOfExemption, type Exemption } from "../exemptions/exemption.ts";

/** What has become of an exemption. It keeps violations back only where it holds. */
export type Standing =
  "holds" | "has expired" | "has no date" | "is for too long" | "is forbidden" | "is of several";

interface Circumstances {
  readonly now: Date;
  /** Whether its policy is critical, in a stack that is protected. */
  readonly isForbidden: boolean;
  /** The most days from now on which it may still hold. */
  readonly longest: number;
}

const DAY = 24 * 60 * 60 * 1000;

/** What has become of an exemption by itself, whatever resources there are. */
export function standingOf(
  exemption: Exemption,
  { now, isForbidden, longest }: Circumstances,
): Exclude<Standing, "is of several"> {
  if (isForbidden) return "is forbidden";
  const end = endOfExemption(exemption);
  if (end === undefined) return "has no date";
  if (now >= end) return "has expired";
  // The last day counts whole, so it ends up to a day later than the bound says.
  return end.getTime() - now.getTime() > (longest + 1) * DAY ? "is for too long" : "holds";
}
