import type { Labelled } from "../../labels.ts";
import { namespaceName } from "../../system-context.ts";
import { selectorOf } from "../counter.ts";
import { lowBudget } from "../service-levels/service-level-alerts.ts";
import { remainingBudgetRecorded } from "../service-levels/service-level-records.ts";
import type { ServiceLevel } from "../service-levels/service-level.ts";
import { watchdogName } from "../watchdog.ts";
import type { Board, Panel } from "./board.ts";
import { rate } from "./rates.ts";
import { secretsRow, type ShownSecrets } from "./secrets-row.ts";
import { errorShare, requestsTo, type ShownService } from "./services-board.ts";

/** What an overview shows. */
export interface Overview {
  readonly labelled: Labelled;
  readonly levels: readonly ServiceLevel[];
  readonly services: readonly ShownService[];
  /** Secrets out of a store. @default there are none to watch */
  readonly secrets?: ShownSecrets;
}

/** Where one begins: what is left to fail, what fires, what users ask and what fails of it. */
export const overviewBoard = ({ labelled, levels, services, secrets }: Overview): Board => ({
  name: "overview",
  about:
    "How the system is: its error budgets, the alerts that fire, what users ask and what fails of it. Purple marks are releases.",
  rows: [
    { title: "What was promised", panels: [budgets(levels), firing(labelled)] },
    {
      title: "What users get",
      panels: [requests(services), errors(services), ready(namespaceName(labelled))],
    },
    ...(secrets ? [secretsRow(secrets)] : []),
  ],
});

const budgets = (levels: readonly ServiceLevel[]): Panel => ({
  kind: "number",
  title: "Error budgets left",
  description: "Of the period of each objective. Below nothing, more has failed than may.",
  unit: "percentunit",
  queries: levels.map((level) => ({ expr: remainingBudgetRecorded(level), legend: level.id })),
  bounds: [
    { at: lowBudget, is: "ticket" },
    { at: 0, is: "ticket" },
  ],
  width: 24,
});

/** Rules give their own labels to what Prometheus keeps of the alerts that fire. */
const firing = ({ system, environment }: Labelled): Panel => ({
  kind: "table",
  title: "Alerts that fire",
  description: `With what they are about. Their runbooks are linked above. ${watchdogName} is always among them: without it nobody is told of anything.`,
  unit: "short",
  queries: [
    {
      expr: `sort_desc(count by (alertname, severity, part) (${selectorOf({
        metric: "ALERTS",
        matchers: ['alertstate="firing"', `system="${system}"`, `environment="${environment}"`],
      })}))`,
      legend: "{{alertname}} {{part}}",
    },
  ],
  alerts: { names: [watchdogName] },
  width: 24,
});

const requests = (services: readonly ShownService[]): Panel => ({
  kind: "lines",
  title: "Requests",
  description: "A second, by service.",
  unit: "reqps",
  queries: services.map((shown) => ({
    expr: `sum(${rate(selectorOf(requestsTo(shown)))})`,
    legend: shown.name,
  })),
});

const errors = (services: readonly ShownService[]): Panel => ({
  kind: "lines",
  title: "Errors",
  description: "The share of requests that a service failed (5xx).",
  unit: "percentunit",
  queries: services.map((shown) => ({ expr: errorShare(requestsTo(shown), "5.."), legend: shown.name })),
});

const ready = (namespace: string): Panel => ({
  kind: "lines",
  title: "Containers that are not ready",
  description: "Of all pods that should run.",
  unit: "short",
  queries: [
    {
      expr: `sum by (container) (${selectorOf({ metric: "kube_pod_container_status_ready", matchers: [`namespace="${namespace}"`] })} == bool 0)`,
      legend: "{{container}}",
    },
  ],
});
