import type { RuleSpec } from "../../components/observability/alert-rule-spec.ts";
import { testAlertName } from "../../components/observability/test-alert.ts";
import { alertingName, watchdogName } from "../../components/observability/watchdog.ts";
import { namespaceName } from "../../components/system-context.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import { capture } from "../../rendering/capture.ts";
import type { CapturedResource } from "../../rendering/captured-resource.ts";
import { environmentOf } from "../configured-environment.ts";

/** What tells an alert of a system from its others, as labels of it. */
export interface DeclaredAlert {
  readonly alertname: string;
  readonly part: string;
  /** The objective that it is about, where it is about one. */
  readonly slo?: string;
}

/**
 * The alerts of a system that somebody may be told of, by what its stack declares, whether it is deployed or not. The sign of life is none.
 * @throws UsageError with all that is wrong with the stack's file.
 */
export async function declaredAlerts(
  stack: EnvironmentName,
  system: string,
): Promise<readonly DeclaredAlert[]> {
  environmentOf(stack);
  return alertsAmong(await capture(stack), namespaceName({ system, environment: stack }));
}

/** The alerts that resources declare in a namespace, and the one that is sent to see whether alerts arrive. */
export const alertsAmong = (
  resources: readonly CapturedResource[],
  namespace: string,
): readonly DeclaredAlert[] => [
  ...resources.flatMap(({ inputs }) =>
    inputs["kind"] === "PrometheusRule" ? alertsIn(inputs["spec"] as RuleSpec, namespace) : [],
  ),
  { alertname: testAlertName, part: alertingName },
];

const alertsIn = ({ groups }: RuleSpec, namespace: string): readonly DeclaredAlert[] =>
  groups.flatMap(({ rules }) =>
    rules.flatMap((rule) => {
      if (!("alert" in rule) || rule.alert === watchdogName) return [];
      const { namespace: own, part = "", slo } = rule.labels;
      return own === namespace ? [{ alertname: rule.alert, part, ...(slo !== undefined && { slo }) }] : [];
    }),
  );
