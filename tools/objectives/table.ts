import type { RuleSpec } from "../../components/observability/alert-rule-spec.ts";
import { fewestBad } from "../../components/observability/service-levels/service-level-alerts.ts";
import type { ServiceLevel } from "../../components/observability/service-levels/service-level.ts";
import { type BurnRate, burnRatesOver } from "../../model/burn-rate.ts";
import { periodOf } from "../../model/objective-period.ts";
import type { Seen } from "../../tests/alerts/objective-evidence.ts";

/** The percentages of bad requests for which it is told when somebody hears of it. */
const shares = [100, 10, 2] as const;

/** Minutes of a fault at which the first alert of a severity fires; nothing where none does. Of a state, so many minutes must be bad as well. */
export function firesAfter(
  { objective, indicator }: Pick<ServiceLevel, "objective" | "indicator">,
  severity: BurnRate["severity"],
  badPercent: number,
): number | undefined {
  const fewest = fewestBad({ indicator }, severity);
  if (fewest === undefined) return undefined;
  const enough = "holds" in indicator ? Math.ceil((fewest * 100) / badPercent) : 1;
  const period = periodOf(objective);
  const minutes = burnRatesOver(period)
    .filter((rate) => rate.severity === severity)
    .flatMap(({ long, spent }) => {
      const gone = objective.target.remainder.partsPerMillion * spent.percent * (period.wholeSeconds / 60);
      const minute = Math.max(enough, Math.floor(gone / (badPercent * 1_000_000)) + 1);
      return minute * 60 <= long.wholeSeconds ? [minute] : [];
    });
  return minutes.length === 0 ? undefined : Math.min(...minutes);
}

/** The minutes of a whole failure that an objective forgives. */
const budgetMinutes = ({ objective }: Pick<ServiceLevel, "objective">): number =>
  (objective.target.remainder.partsPerMillion * (periodOf(objective).wholeSeconds / 60)) / 1_000_000;

const windowsOf: Readonly<Record<BurnRate["severity"], readonly string[]>> = {
  page: ["1h", "6h"],
  ticket: ["1d", "3d"],
};

/** What the tests have seen of the alerts of a severity; nothing where they have not. */
function seenAfter(
  { id }: ServiceLevel,
  severity: BurnRate["severity"],
  badPercent: number,
  seen: readonly Seen[],
): number | undefined {
  const minutes = seen.flatMap((one) =>
    one.id === id &&
    "minute" in one &&
    one.badPercent === badPercent &&
    windowsOf[severity].includes(one.long)
      ? [one.minute]
      : [],
  );
  return minutes.length === 0 ? undefined : Math.min(...minutes);
}

const minute = (of: number | undefined): string => (of === undefined ? "-" : `${of}m`);

/** A line for each objective: what it forgives, when it is told of, by how many rules, and what the tests have seen. */
export function objectivesTable(
  levels: readonly ServiceLevel[],
  rules: RuleSpec,
  seen: readonly Seen[],
): string {
  const rows = levels.map((level) => {
    const own = rules.groups.filter(({ name }) => name === level.id || name === `${level.id}-budget`);
    const courses = seen.reduce(
      (sum, one) => sum + (one.id === level.id && "courses" in one ? one.courses : 0),
      0,
    );
    return [
      level.id,
      level.objective.target.toString(),
      `${budgetMinutes(level)}m of ${periodOf(level.objective)}`,
      shares.map((share) => minute(firesAfter(level, "page", share))).join(" "),
      shares.map((share) => minute(seenAfter(level, "page", share, seen))).join(" "),
      shares.map((share) => minute(firesAfter(level, "ticket", share))).join(" "),
      shares.map((share) => minute(seenAfter(level, "ticket", share, seen))).join(" "),
      String(own.reduce((sum, { rules: of }) => sum + of.length, 0)),
      courses === 0 ? "-" : String(courses),
    ];
  });
  const percentages = shares.map((share) => `${share}%`).join(" ");
  const head = [
    "objective",
    "target",
    "budget",
    `page after (${percentages} bad)`,
    "page seen",
    "ticket after",
    "ticket seen",
    "rules",
    "courses",
  ];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const all = rules.groups.reduce((sum, { rules: of }) => sum + of.length, 0);
  return [
    ...[head, ...rows].map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    ),
    "",
    `${levels.length} objectives, ${all} rules on them`,
    "",
  ].join("\n");
}
