import type { RuleSpec } from "../../components/observability/alert-rule-spec.ts";
import type { Indicator } from "../../components/observability/service-level-indicators.ts";
import { serviceLevelRuleSpec } from "../../components/observability/service-levels/service-level-rule-spec.ts";
import {
  type ServiceLevel,
  serviceLevels,
} from "../../components/observability/service-levels/service-level.ts";
import { realEnvironment } from "../support/declarations.ts";

/** A level that goes by counters alone. */
export interface CounterLevel extends ServiceLevel {
  readonly indicator: Indicator;
}

const environment = realEnvironment("production");

/**
 * Every objective of every system in production, at each service that it is measured at; but for those on states, which tell of fewer, and
 * are tried by themselves.
 */
export const productionLevels = environment.systems
  .flatMap((own) => serviceLevels(environment, own))
  .filter(({ indicator }) => !("holds" in indicator));

/** Those among them that go by counters alone. What is due, or waits, has more to it. */
export const counterLevels: readonly CounterLevel[] = productionLevels.flatMap((level) => {
  const { indicator } = level;
  return "holds" in indicator || "due" in indicator || "waiting" in indicator
    ? []
    : [{ ...level, indicator }];
});

/** The rules of all of them. */
export const productionRules: RuleSpec = {
  groups: environment.systems.flatMap((own) => {
    const { name: system, owner } = own.system;
    const labelled = { system, owner, environment: environment.name };
    // Each system has a group of this name, and a file can have but one.
    return serviceLevelRuleSpec(environment, own, labelled).groups.filter(({ name }) => name !== "services");
  }),
};
