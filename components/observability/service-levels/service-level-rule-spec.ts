import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import type { Labelled } from "../../labels.ts";
import { alertRule, evaluationInterval, type RuleSpec } from "../alert-rule-spec.ts";
import {
  budgetAlerts,
  downAlert,
  isHeard,
  serviceLevelAlerts,
  silenceAlert,
} from "./service-level-alerts.ts";
import {
  budgetInterval,
  budgetRecords,
  countingInterval,
  serviceLevelRecords,
} from "./service-level-records.ts";
import { serviceLevels, watchedServices } from "./service-level.ts";

/** The name of the rules. */
export const serviceLevelsName = "service-levels";

/**
 * What Prometheus records of a system's objectives in an environment, and alerts on. Each has a group for what is counted each
 * minute, in which alerts come after what they go by, and one for its budget, which is worked out over a month.
 */
export function serviceLevelRuleSpec(
  environment: Pick<Environment, "name" | "repository" | "runbooks">,
  own: Pick<SystemEnvironment, "system">,
  labelled: Labelled,
): RuleSpec {
  const owner = { environment, labelled };
  const services = watchedServices(environment, own);
  const up =
    services.length === 0
      ? []
      : [
          {
            name: "services",
            interval: evaluationInterval.toString(),
            rules: services.map((service) => alertRule(downAlert(service), owner)),
          },
        ];
  return {
    groups: [
      ...up,
      ...serviceLevels(environment, own).flatMap((level) => {
        const alerts = [...serviceLevelAlerts(level), ...(isHeard(level) ? [silenceAlert(level)] : [])];
        return [
          {
            name: level.id,
            interval: countingInterval.toString(),
            rules: [...serviceLevelRecords(level), ...alerts.map((alert) => alertRule(alert, owner))],
          },
          {
            name: `${level.id}-budget`,
            interval: budgetInterval.toString(),
            rules: [
              ...budgetRecords(level, labelled),
              ...budgetAlerts(level).map((alert) => alertRule(alert, owner)),
            ],
          },
        ];
      }),
    ],
  };
}
