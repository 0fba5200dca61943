import { lowBudget } from "../../components/observability/service-levels/service-level-alerts.ts";

/** How an objective stands. `new`: its system has others that are recorded, so it comes with the next release. */
export type BudgetVerdict = "left" | "low" | "spent" | "unused" | "new" | "unknown";

/** What Prometheus says of one objective. What it does not say is not there. */
export interface RecordedBudget {
  /** The target by which it is recorded, from 0 to 1. */
  readonly target?: number;
  /** The share of the budget that is left: 1 is all, below 0 more is gone than there was. */
  readonly remaining?: number;
  /** How many times faster than the period's even pace it is spent just now. */
  readonly burn?: number;
  /** The share of the period of which there are counts, from 0 to 1. */
  readonly counted?: number;
  /** The requests of the period. */
  readonly requests?: number;
}

/**
 * How an objective stands, by itself. A budget without requests is not recorded: nothing was spent of it. Any other one that is not
 * there is nobody's to guess.
 */
export function budgetVerdict({ target, remaining, requests }: RecordedBudget): BudgetVerdict {
  if (target === undefined) return "unknown";
  if (remaining === undefined || Number.isNaN(remaining)) return requests === 0 ? "unused" : "unknown";
  if (remaining <= 0) return "spent";
  return remaining < lowBudget ? "low" : "left";
}

/** How a system stands. `spent`: its features wait. `unknown`: nobody can tell. */
export type SystemVerdict = "left" | "spent" | "unknown";

/** One of a system's objectives. */
export interface JudgedBudget {
  readonly recorded: RecordedBudget;
  /** Whether its system's features wait for it. For what nobody is ever woken for, none does. */
  readonly holdsUp: boolean;
}

/**
 * How a system's objectives stand together, by those that hold something up. One of which nothing is recorded, beside others that are, is
 * not known to Prometheus yet: a release that brings an objective along must not be held up by it.
 */
export function systemVerdicts(judged: readonly JudgedBudget[]): {
  readonly objectives: readonly BudgetVerdict[];
  readonly system: SystemVerdict;
} {
  const isKnown = judged.some(({ recorded }) => recorded.target !== undefined);
  const objectives = judged.map(({ recorded }) =>
    isKnown && Object.keys(recorded).length === 0 ? "new" : budgetVerdict(recorded),
  );
  const holding = objectives.filter((_, index) => judged[index]?.holdsUp);
  return {
    objectives,
    system: holding.includes("spent") ? "spent" : holding.includes("unknown") ? "unknown" : "left",
  };
}

/** What the command ends with: 0 go on, 1 features wait, 3 nobody can tell. What is spent for certain comes first. */
export function budgetExitCode(systems: readonly SystemVerdict[], isReliability: boolean): 0 | 1 | 3 {
  if (isReliability) return 0;
  if (systems.includes("spent")) return 1;
  return systems.includes("unknown") ? 3 : 0;
}
