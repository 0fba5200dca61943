import type { RuleSpec } from "../../components/observability/alert-rule-spec.ts";
import { serviceLevelRuleSpec } from "../../components/observability/service-levels/service-level-rule-spec.ts";
import { serviceLevels } from "../../components/observability/service-levels/service-level.ts";
import { latency } from "../../model/objective.ts";
import { milliseconds } from "../../model/quantities/duration.ts";
import { percent } from "../../model/quantities/percentage.ts";
import { realEnvironment, realSystem } from "../support/declarations.ts";

const environment = realEnvironment("production");
const { system } = realSystem("production", "atlas-ux");
const objective = latency({
  of: "API request",
  within: milliseconds(500),
  target: percent(99),
  services: ["web"],
  histogram: "native",
});
const own = { system: { ...system, objectives: [objective] } };

/** The objective of a service that keeps a native histogram of its requests. */
export const nativeLevels = serviceLevels(environment, own);

/** Its rules, without the ones on whether its pods serve. */
export const nativeRules: RuleSpec = {
  groups: serviceLevelRuleSpec(environment, own, {
    system: system.name,
    owner: system.owner,
    environment: environment.name,
  }).groups.filter(({ name }) => name !== "services"),
};
