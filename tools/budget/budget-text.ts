import { unknownLevelAlert } from "../../components/observability/service-levels/service-level-alerts.ts";
import type { ObjectiveBudget, SystemBudget } from "./ask-budgets.ts";
import type { BudgetVerdict } from "./objective-budget.ts";

const heads = ["objective", "target", "over", "budget left", "burn now", "verdict"];

const words: Readonly<Record<BudgetVerdict, string>> = {
  left: "left",
  low: "low: releases that can wait should",
  spent: "SPENT: features wait, reliability work goes out",
  unused: "left: nothing was asked of it in all this time",
  new: "not recorded yet: it comes with the next release",
  unknown: "UNKNOWN: nothing is recorded of it",
};

/** In words, where features may wait for it or not. */
const verdictText = ({ verdict, holdsUp }: ObjectiveBudget): string =>
  holdsUp ? words[verdict] : `${verdict}, and holds nothing up: nobody is ever woken for it`;

/** Less than the whole period, but for the minutes that Prometheus takes to begin. */
const wholeHistory = 0.99;

const nothing = "-";

/** The budgets as a table, and what is to be known beside it. */
export function budgetText(systems: readonly SystemBudget[]): string {
  const objectives = systems.flatMap((system) => system.objectives);
  const rows = [heads, ...objectives.map(rowOf)];
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const notes = objectives.flatMap(notesOf);
  return [...table, ...(notes.length === 0 ? [] : ["", ...notes])].join("\n");
}

function rowOf(budget: ObjectiveBudget): string[] {
  const { objective, declared, days, remaining, burn } = budget;
  return [
    objective,
    percentage(declared, 4),
    `${days}d`,
    percentage(remaining, 1),
    burn === undefined || Number.isNaN(burn) ? nothing : `${rounded(burn, 1)}x`,
    verdictText(budget),
  ];
}

function notesOf({ objective, days, declared, target, counted, isDoubtful }: ObjectiveBudget): string[] {
  return [
    ...(counted !== undefined && counted < wholeHistory
      ? [
          `${objective}: only ${rounded(counted * days, 1)} of ${days} days are counted; the others are taken for days without a fault.`,
        ]
      : []),
    ...(target !== undefined && Math.abs(target - declared) > 1e-9
      ? [
          `${objective}: Prometheus goes by ${percentage(target, 4)}, ${percentage(declared, 4)} is declared: the stack is not up to date.`,
        ]
      : []),
    ...(isDoubtful
      ? [`${objective}: what is counted can't be so (${unknownLevelAlert}), so its budget is in doubt.`]
      : []),
  ];
}

const rounded = (value: number, decimals: number): string =>
  String(Math.round(value * 10 ** decimals) / 10 ** decimals);

const percentage = (share: number | undefined, decimals: number): string =>
  share === undefined || Number.isNaN(share) ? nothing : `${rounded(share * 100, decimals)}%`;
