import type { RuleSpec } from "../../components/observability/alert-rule-spec.ts";
import { serviceLevelRuleSpec } from "../../components/observability/service-levels/service-level-rule-spec.ts";
import { serviceLevels } from "../../components/observability/service-levels/service-level.ts";
import { realEnvironment } from "../support/declarations.ts";

const environment = realEnvironment("production");

/** Every objective of every system in production, at each service that it is measured at. */
export const productionLevels = environment.systems.flatMap((own) => serviceLevels(environment, own));

/** The rules of all of them. */
export const productionRules: RuleSpec = {
  groups: environment.systems.flatMap((own) => {
    const { name: system, owner } = own.system;
    const labelled = { system, owner, environment: environment.name };
    // Each system has a group of this name, and a file can have but one.
    return serviceLevelRuleSpec(environment, own, labelled).groups.filter(({ name }) => name !== "services");
  }),
};
