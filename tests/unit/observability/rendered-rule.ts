import { alertRuleSpec } from "../../../components/observability/alert-rule-spec.ts";
import type { Alert } from "../../../components/observability/alert.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";

/** One of a shop's alerts as a rule of Prometheus; nothing where there is none of that name. */
export const renderedRule = (alerts: readonly Alert[], environment: EnvironmentName, name: string) =>
  alertRuleSpec(
    alerts,
    { name: environment, repository: undefined },
    { system: "shop", owner: "shop-team", environment },
  )
    .groups.flatMap(({ rules }) => rules)
    .find(({ alert }) => alert === name);
