import { alertRouting } from "../../components/observability/alert-routing/alert-routing.ts";
import { alertmanagerConfigSpec } from "../../components/observability/alert-routing/alertmanager-config-spec.ts";
import {
  alertmanagerConfigName,
  alertmanagerFile,
  clusterRouting,
} from "../../components/observability/alert-routing/alertmanager-file.ts";
import type { AlertRuleSpec } from "../../components/observability/alert-rule-spec.ts";
import { namespaceName } from "../../components/system-context.ts";
import type { Receivers } from "../../config/receivers.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import { capturedStack } from "../support/captured-stack.ts";
import { realEnvironment } from "../support/declarations.ts";
import type { SentAlert } from "./alertmanager.ts";
import { merged, type RenderedRoutes } from "./merged-routes.ts";

/** The stacks that have alerts. */
export const stacks = ["staging", "production"] as const;

/** Who is told of a stack's alerts. */
export function receiversOf(stack: EnvironmentName): Receivers {
  const { receivers } = realEnvironment(stack);
  if (!receivers) throw new Error(`${stack} has no receivers`);
  return receivers;
}

/** The plain configuration of a stack. */
export const plain = (stack: EnvironmentName) =>
  alertmanagerFile(
    stack,
    realEnvironment(stack).systems.map(({ system }) => system.name),
    receiversOf(stack),
  );

/** The operator's configuration, out of its objects. */
export function byOperator(stack: EnvironmentName, addsNamespace = false) {
  const receivers = receiversOf(stack);
  const objects = realEnvironment(stack).systems.map(({ system }): RenderedRoutes => {
    const metadata = {
      name: alertmanagerConfigName,
      namespace: namespaceName({ system: system.name, environment: stack }),
    };
    return { metadata, spec: alertmanagerConfigSpec(alertRouting(stack, system.name, receivers), receivers) };
  });
  return merged(clusterRouting(receivers), objects, addsNamespace);
}

/** Every alert of production, as far as routes and inhibitions tell alerts apart. */
async function alertsOfProduction(): Promise<readonly SentAlert["labels"][]> {
  const rules = (await capturedStack("production")).flatMap(({ inputs }) =>
    inputs["kind"] === "PrometheusRule"
      ? (inputs["spec"] as AlertRuleSpec).groups.flatMap((group) => group.rules)
      : [],
  );
  const alerts = rules.flatMap(({ alert, labels }) =>
    (alert as string | undefined) === undefined ? [] : [{ alertname: alert, ...labels }],
  );
  return [...new Map(alerts.map((labels) => [JSON.stringify(labels), labels])).values()];
}

/** Staging has the same ones (ENV-03), of which none wakes anybody. Building it for that takes long. */
export const alertsOf = async (stack: "staging" | "production"): Promise<readonly SentAlert["labels"][]> =>
  (await alertsOfProduction()).map((labels) =>
    stack === "production"
      ? labels
      : {
          ...labels,
          environment: stack,
          namespace: (labels["namespace"] ?? "").replace("production", stack),
          severity: labels["severity"] === "log" ? "log" : "ticket",
          priority: "P3",
        },
  );

/** Who has to be told, by what an alert says of itself. */
export function expectedOf({
  alertname,
  severity,
  namespace,
  slo,
  concern,
  system,
}: SentAlert["labels"]): readonly string[] {
  if (alertname === "Watchdog") return ["sign-of-life"].map((who) => `${namespace ?? ""}/alerts/${who}`);
  const drifts = system === "atlas-ux" && (slo !== undefined || concern === "compliance");
  const told = {
    page: ["escalation", "page"],
    ticket: ["ticket"],
    log: ["log"],
  }[severity as "page" | "ticket" | "log"];
  return [...(drifts ? ["observer-larry"] : []), ...told].map((who) => `${namespace ?? ""}/alerts/${who}`);
}
