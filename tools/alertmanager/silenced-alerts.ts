import { nearestName } from "../../policies/configuration/nearest-name.ts";
import { UsageError } from "../../toolchain/engine/requirements.ts";
import type { DeclaredAlert } from "./declared-alerts.ts";

/** What stands for every alert, where one name is asked for. */
export const everyAlert = "all";

/** Which alerts of a system are meant, each by a label of theirs. An empty part or objective means any. */
export interface MeantAlerts {
  /** The name of one, or {@link everyAlert}. */
  readonly alert: string;
  readonly part: string;
  readonly slo: string;
}

/** What each is to people, and the label that alerts have it in, in the order in which they narrow a silence down. */
const labels = [
  ["alert", "alert", "alertname"],
  ["part", "part", "part"],
  ["slo", "objective", "slo"],
] as const;

/**
 * Makes sure that a silence is of something: of one that matches no alert nobody would know, and whoever is at it is escalated all the same.
 * @throws UsageError that says what there is.
 */
export function requireAlerts(system: string, meant: MeantAlerts, declared: readonly DeclaredAlert[]): void {
  let left = declared;
  const named: string[] = [];
  for (const [option, what, label] of labels) {
    const given = meant[option];
    if (given === "" || (option === "alert" && given === everyAlert)) continue;
    const known = [...new Set(left.flatMap((each) => each[label] ?? []))].sort();
    const nearest = nearestName(given, known);
    if (!known.includes(given))
      throw new UsageError(
        [
          `${named.length === 0 ? "" : `${named.join(" at ")} of `}${system} has no ${what} "${given}".`,
          ...(nearest === undefined ? [] : [`Did you mean ${nearest}?`]),
          known.length === 0
            ? `Leave ${option.toUpperCase()}= out.`
            : `Say ${option.toUpperCase()}= and one of: ${known.join(", ")}.`,
        ].join(" "),
      );
    left = left.filter((each) => each[label] === given);
    named.push(given);
  }
}
