import { burnLimit, burnRatesOver } from "../../../model/burn-rate.ts";
import { periodOf } from "../../../model/objective-period.ts";
import { lowBudget, promiseOf } from "../service-levels/service-level-alerts.ts";
import {
  badRequestsRecorded,
  errorRatioRecorded,
  remainingBudgetRecorded,
  requestsRecorded,
} from "../service-levels/service-level-records.ts";
import type { ServiceLevel } from "../service-levels/service-level.ts";
import type { Board, Panel, Row } from "./board.ts";

/** Each objective at each service: what is left of its error budget, how fast it goes, and of how many requests (DSH-03). */
export const objectivesBoard = (levels: readonly ServiceLevel[]): Board => ({
  name: "objectives",
  about: "What was promised, what is left of what may fail, and how fast it goes.",
  rows: levels.map(objectiveRow),
});

const objectiveRow = (level: ServiceLevel): Row => ({
  title: `${level.part}: ${promiseOf(level)}`,
  panels: [budgetPanel(level), burnPanel(level), countPanel(level)],
});

const budgetPanel = (level: ServiceLevel): Panel => ({
  kind: "lines",
  title: `${level.id}: error budget left`,
  description: `The share that is left of what may fail in ${periodOf(level.objective)}. It falls with each bad request and rises as bad days get old.`,
  unit: "percentunit",
  queries: [{ expr: remainingBudgetRecorded(level), legend: "left" }],
  bounds: [
    { at: lowBudget, is: "ticket" },
    { at: 0, is: "ticket" },
  ],
  alerts: { names: ["ErrorBudgetLow", "ErrorBudgetExhausted"], labels: { slo: level.id } },
  most: 1,
  span: periodOf(level.objective).toString(),
});

const burnPanel = (level: ServiceLevel): Panel => ({
  kind: "lines",
  title: `${level.id}: share of bad requests`,
  description:
    "Over the windows that alerts look back on. A window above its own line, together with its short one, tells somebody.",
  unit: "percentunit",
  queries: pacesOf(level).map(({ long }) => ({
    expr: errorRatioRecorded(level, long),
    legend: `over ${long}`,
  })),
  bounds: [
    { at: share(level.objective.target.remainder.partsPerMillion), is: "target" },
    ...pacesOf(level).map((rate) => ({
      at: burnLimit(level.objective.target, rate, periodOf(level.objective)),
      is: rate.severity,
    })),
  ],
  alerts: { names: ["ErrorBudgetBurnsFast", "ErrorBudgetBurnsSlowly"], labels: { slo: level.id } },
});

const pacesOf = ({ objective }: ServiceLevel) => burnRatesOver(periodOf(objective));

const share = (partsPerMillion: number): number => partsPerMillion / 1_000_000;

const countPanel = (level: ServiceLevel): Panel => ({
  kind: "lines",
  title: `${level.id}: requests a minute`,
  description:
    "All that count, and the bad ones among them. While no pod serves, those who come in vain are estimated.",
  unit: "short",
  queries: [
    { expr: requestsRecorded(level), legend: "requests" },
    { expr: badRequestsRecorded(level), legend: "bad" },
  ],
  alerts: { names: ["RequestsStopped", "ServiceLevelUnknown"], labels: { slo: level.id } },
});
