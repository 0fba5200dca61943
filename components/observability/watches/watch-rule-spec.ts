import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import type { System } from "../../../model/system.ts";
import type { Labelled } from "../../labels.ts";
import { alertRule, evaluationInterval, type RuleGroup, type RuleSpec } from "../alert-rule-spec.ts";
import type { Alert } from "../alert.ts";
import { causeAlerts } from "../causes/cause-alerts.ts";
import { budgetInterval } from "../service-levels/service-level-records.ts";
import { latencyRules } from "./latency-rules.ts";
import { poolRules, queueRules } from "./level-rules.ts";
import { errorRateRules, paymentRules } from "./share-rules.ts";
import { costRules, dailyLimitRules } from "./spend-rules.ts";
import { tickRules } from "./tick-rules.ts";
import { unknownAlert } from "./unknown-alert.ts";
import { countedEach } from "./watch-events.ts";
import { lineRecords, type PlacedLine } from "./watch-line.ts";
import type { WatchRules } from "./watch-rules.ts";
import { requestsAt, timedBy } from "./watch-series.ts";
import { type PlacedWatch, placedWatches } from "./watched-part.ts";

/** The name of the rules. */
export const watchesName = "watches";

/** What becomes of a watch where it looks. */
export function rulesOf(
  { watch, at }: PlacedWatch,
  system: Pick<System, "variables">,
): readonly WatchRules[] {
  switch (watch.kind) {
    case "request-latency":
      return requestsAt(at).map((timed) => latencyRules(watch, at, timed));
    case "operation-latency":
      return [latencyRules(watch, at, timedBy(at, watch.metric))];
    case "error-rate":
      return requestsAt(at).map(({ all }) => errorRateRules(watch, at, all));
    case "ticks":
      return [tickRules(watch, at)];
    case "queue":
      return [queueRules(watch, at)];
    case "pool":
      return [poolRules(watch, at)];
    case "daily-limit":
      return [dailyLimitRules(watch, at, system)];
    case "cost":
      return [costRules(watch, at)];
    case "payments":
      return [paymentRules(watch, at)];
  }
}

/** The alerts of a watch where it looks. */
export const alertsOf = (placed: PlacedWatch, system: Pick<System, "variables">): readonly Alert[] => [
  ...rulesOf(placed, system).flatMap(({ alerts, slowAlerts = [] }) => [...alerts, ...slowAlerts]),
  unknownAlert(placed),
];

/** Every line that a system's watches draw in an environment, for boards. Dev has none. */
export const watchLines = (
  environment: Pick<Environment, "name">,
  own: Pick<SystemEnvironment, "system">,
): readonly PlacedLine[] =>
  placedWatches(environment, own).flatMap((placed) =>
    rulesOf(placed, own.system).flatMap(({ lines, slowLines = [] }) =>
      [...lines, ...slowLines].map((line) => ({ line, at: placed.at })),
    ),
  );

/**
 * What Prometheus records of a system's watches in an environment, and opens tickets for: a group for each watch at each part, one more
 * for what looks back a month, and one for causes, which every system has.
 */
export function watchRuleSpec(
  environment: Environment,
  own: SystemEnvironment,
  labelled: Labelled,
): RuleSpec {
  const owner = { environment, labelled };
  const causes = causeAlerts(environment, own);
  return {
    groups: [
      ...placedWatches(environment, own).flatMap((placed) => groupsOf(placed, own.system, owner)),
      ...(causes.length === 0
        ? []
        : [
            {
              name: "causes",
              interval: evaluationInterval.toString(),
              rules: causes.map((alert) => alertRule(alert, owner)),
            },
          ]),
    ],
  };
}

type Group = RuleSpec["groups"][number];

function groupsOf(
  placed: PlacedWatch,
  system: Pick<System, "variables">,
  owner: Parameters<typeof alertRule>[1],
): readonly Group[] {
  const { watch, at } = placed;
  const name = `${at.system}-${watch.name}${at.part === at.system ? "" : `-${at.part}`}`;
  return rulesOf(placed, system).flatMap(
    ({ counts, lines, alerts, slowLines = [], slowAlerts = [] }): RuleGroup<Group["rules"][number]>[] => [
      {
        name,
        interval: (counts.length > 0 ? countedEach : evaluationInterval).toString(),
        rules: [
          ...counts,
          ...lines.flatMap((line) => lineRecords({ line, at })),
          ...[...alerts, unknownAlert(placed)].map((alert) => alertRule(alert, owner)),
        ],
      },
      ...(slowLines.length === 0
        ? []
        : [
            {
              name: `${name}-month`,
              interval: budgetInterval.toString(),
              rules: [
                ...slowLines.flatMap((line) => lineRecords({ line, at })),
                ...slowAlerts.map((alert) => alertRule(alert, owner)),
              ],
            },
          ]),
    ],
  );
}
