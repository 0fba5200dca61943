import { burnLimit } from "../../../model/burn-rate.ts";
import { periodOf } from "../../../model/objective-period.ts";
import {
  burnAlertName,
  countedBy,
  isHeard,
  lowBudget,
  pacesOf,
  promiseOf,
  silenceAlertName,
  unknownLevelAlert,
} from "../service-levels/service-level-alerts.ts";
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
  description: `The share that is left of what may fail in ${periodOf(level.objective)}. It falls with all that is bad and rises as bad days get old.`,
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
  title: `${level.id}: share of bad ${countedBy(level)}`,
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
  alerts: { names: [...new Set(pacesOf(level).map(burnAlertName))], labels: { slo: level.id } },
});

const share = (partsPerMillion: number): number => partsPerMillion / 1_000_000;

/** Of what holds or not each minute is one, so there is nothing to count a minute. */
const countPanel = (level: ServiceLevel): Panel => ({
  kind: "lines",
  ...("holds" in level.indicator
    ? {
        title: `${level.id}: each minute`,
        description:
          "1 for a minute of which it is known whether the promise held, and beside it 1 where it did not.",
      }
    : {
        title: `${level.id}: ${countedBy(level)} a minute`,
        description:
          "All that count, and the bad ones among them. While no pod serves, those that come in vain are estimated.",
      }),
  unit: "short",
  queries: [
    { expr: requestsRecorded(level), legend: countedBy(level) },
    { expr: badRequestsRecorded(level), legend: "bad" },
  ],
  alerts: {
    names: [...(isHeard(level) ? [silenceAlertName] : []), unknownLevelAlert],
    labels: { slo: level.id },
  },
});
